//! Runs one command and says what it is doing while it does.

use crate::{Done, place};
use std::{
    ffi::OsStr,
    fs::File,
    io::{IsTerminal, Write},
    path::Path,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

/// A command in the workspace's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs with its output visible, and says how long it took.
pub fn shown(what: &str, command: &mut Command) -> Done {
    println!("\n── {what}");
    let began = Instant::now();
    let status = command.status().map_err(|why| cannot_start(command, &why))?;
    println!("── {what}: {:.0} s", began.elapsed().as_secs_f32());
    if status.success() {
        Ok(())
    } else {
        Err(format!("{what}: failed ({status}). The lines above say why."))
    }
}

/// Runs quietly with a clock; the output is shown only when it fails.
pub fn quiet(what: &str, command: &mut Command) -> Done {
    let logs = place::staging();
    std::fs::create_dir_all(&logs).map_err(|why| format!("{}: {why}", logs.display()))?;
    let name: String = what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let log = logs.join(format!("{name}.log"));
    let file = File::create(&log).map_err(|why| format!("{}: {why}", log.display()))?;
    let copy = file.try_clone().map_err(|why| format!("{}: {why}", log.display()))?;
    command.stdout(Stdio::from(file)).stderr(Stdio::from(copy));
    let clock = Clock::start(what);
    let status = command.status().map_err(|why| cannot_start(command, &why))?;
    clock.stop(status.success());
    if status.success() { Ok(()) } else { Err(format!("{what}: failed ({status}).\n{}", tail(&log))) }
}

/// Does work of our own with the same clock.
pub fn timed<T>(what: &str, work: impl FnOnce() -> Done<T>) -> Done<T> {
    let clock = Clock::start(what);
    let done = work();
    clock.stop(done.is_ok());
    done
}

struct Clock {
    what: String,
    began: Instant,
    stop: mpsc::Sender<()>,
    ticking: Option<thread::JoinHandle<()>>,
}

impl Clock {
    fn start(what: &str) -> Clock {
        let (stop, stopped) = mpsc::channel();
        let (name, began, live) = (what.to_owned(), Instant::now(), std::io::stdout().is_terminal());
        if !live {
            println!("   {name} …");
        }
        let ticking = live.then(|| {
            thread::spawn(move || {
                while stopped.recv_timeout(Duration::from_millis(500)) == Err(mpsc::RecvTimeoutError::Timeout)
                {
                    print!("\r   {name} … {} s ", began.elapsed().as_secs());
                    // A terminal that is gone does not matter to the build.
                    let _gone = std::io::stdout().flush();
                }
            })
        });
        Clock { what: what.to_owned(), began, stop, ticking }
    }

    fn stop(mut self, well: bool) {
        // The clock thread may have ended already.
        let _ended = self.stop.send(());
        if let Some(ticking) = self.ticking.take() {
            let _panicked = ticking.join();
            print!("\r");
        }
        println!(
            "{} {} ({:.1} s)",
            if well { " ✓" } else { " ✗" },
            self.what,
            self.began.elapsed().as_secs_f32()
        );
    }
}

fn cannot_start(command: &Command, why: &std::io::Error) -> String {
    format!(
        "`{}` cannot be started: {why}. Is it installed and on the PATH?",
        command.get_program().to_string_lossy()
    )
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(60)..].join("\n")
}
