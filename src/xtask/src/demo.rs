//! Portal and gateway on loopback: two origins of one site, as a school would run them.

use crate::{Done, dist, place, step::command};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

static STOP: AtomicBool = AtomicBool::new(false);

/// One battery, opened as a page of its own.
pub struct Visit {
    pub battery: String,
    pub role: String,
    pub age: u8,
    pub lang: String,
}

/// Builds, starts, prints the addresses, waits for Ctrl-C.
pub fn run(port: u16, data: &Path, slot_seconds: u16, packs: Option<&Path>, visit: Option<Visit>) -> Done {
    let next = port.checked_add(1).ok_or("--port must be at most 65534; the gateway takes the next one.")?;
    ctrlc::set_handler(|| STOP.store(true, Ordering::SeqCst))
        .map_err(|why| format!("Ctrl-C cannot be heard: {why}"))?;
    println!("Building Qinghe. The first time takes a few minutes.\n");
    let assets = match packs {
        Some(packs) => dist::with_packs(packs)?,
        None => dist::with_gateway().map(|()| place::pkg())?,
    };
    if STOP.load(Ordering::SeqCst) {
        return Ok(());
    }
    let site = Site { port, next, data: place::root().join(data), assets, slot_seconds };
    let mut running = site.start()?;
    site.addresses(visit.as_ref());
    let outcome = wait(&site, &mut running, visit);
    for child in &mut running {
        child.stop();
    }
    println!("\nStopped.");
    outcome
}

struct Site {
    port: u16,
    next: u16,
    data: PathBuf,
    assets: PathBuf,
    slot_seconds: u16,
}

impl Site {
    fn portal(&self) -> String {
        format!("http://portal.school.localhost:{}", self.port)
    }

    fn gateway(&self) -> String {
        format!("http://xinli.school.localhost:{}", self.next)
    }

    fn start(&self) -> Done<Vec<Running>> {
        let say = |why: std::io::Error| format!("{}: {why}", self.data.display());
        fs::create_dir_all(&self.data).map_err(say)?;
        let config = self.data.join("gateway.toml");
        fs::write(&config, self.config()).map_err(say)?;
        let gateway = Running::start("the gateway", command(place::gateway()).arg("--config").arg(&config))?;
        let mut portal = command("node");
        portal.arg("www/portal/server.mjs");
        for (name, value) in
            [("--port", self.port.to_string()), ("--origin", self.portal()), ("--gateway", self.gateway())]
        {
            portal.arg(name).arg(value);
        }
        portal.arg("--data").arg(self.data.join("portal"));
        match Running::start("the portal", &mut portal) {
            Ok(portal) => Ok(vec![gateway, portal]),
            Err(why) => {
                let mut gateway = gateway;
                gateway.stop();
                Err(why)
            }
        }
    }

    fn config(&self) -> String {
        let quoted = |path: PathBuf| Value::from(path.display().to_string()).to_string();
        let portal = self.portal();
        format!(
            "listen = \"127.0.0.1:{}\"\npublic_origin = \"{}\"\ndata = {}\nassets = {}\nslot_seconds = {}\n\n\
             [[host]]\nissuer = \"{portal}\"\njwks = \"http://127.0.0.1:{}/.well-known/jwks.json\"\norigin = \"{portal}\"\n",
            self.next,
            self.gateway(),
            quoted(self.data.join("gateway")),
            quoted(self.assets.clone()),
            self.slot_seconds,
            self.port,
        )
    }

    /// The desk's set-up code, as long as it is not set up.
    fn setup_code(&self) -> Option<String> {
        fs::read_to_string(self.data.join("gateway/setup-code")).ok()
    }

    fn addresses(&self, visit: Option<&Visit>) {
        let (portal, gateway) = (self.portal(), self.gateway());
        if let Some(visit) = visit {
            if let Some(code) = self.setup_code() {
                println!("\nFirst set the desk up; `{}` opens by itself then.\n", visit.battery);
                println!("   {gateway}/desk   code {}", code.trim());
            }
            return;
        }
        println!("\nOpen in a browser (all of it runs on this machine only):\n");
        for (who, id) in [
            ("student, 15", "student-15"),
            ("student, 13, guardian agreed", "student-13"),
            ("parent", "parent"),
            ("class teacher", "teacher"),
            ("counsellor, register", "counsellor"),
        ] {
            println!("   {who:<30} {portal}/login?as={id}");
        }
        println!("   {:<30} {gateway}/desk", "counsellor, desk");
        if let Some(code) = self.setup_code() {
            println!("   {:<30} {}", "   set-up code of the desk", code.trim());
        }
        println!(
            "\nSet the desk up first; a student cannot begin before the centre has its key.\nCtrl-C stops everything."
        );
    }
}

impl Visit {
    /// Prints the address, with a fresh launch token, and shows it where there is a browser.
    fn open(&self, site: &Site) -> Done {
        let Visit { battery, role, age, lang } = self;
        let query = format!("as=student-15&battery={battery}&role={role}&age={age}&consent=shown");
        let token = fetch(site.port, &format!("/token?{query}"))?;
        let address = format!("{}/embed?battery={battery}&lang={lang}#t={token}", site.gateway());
        println!(
            "\n`{battery}`, opened by a {role}, age {age}. The address holds for ten minutes:\n\n   {address}\n"
        );
        println!("Ctrl-C stops everything.");
        let opener = match std::env::consts::OS {
            "macos" => Some("open"),
            "linux" => ["DISPLAY", "WAYLAND_DISPLAY"]
                .iter()
                .any(|name| std::env::var_os(name).is_some())
                .then_some("xdg-open"),
            _ => None,
        };
        if let Some(opener) = opener {
            // Without a browser the printed address is enough.
            let _not_there =
                Command::new(opener).arg(&address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        }
        Ok(())
    }
}

/// The body of one page of the portal.
fn fetch(port: u16, path: &str) -> Done<String> {
    let say = |why: std::io::Error| format!("the portal does not answer: {why}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(say)?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n").map_err(say)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(say)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.contains(" 200 ") => Ok(body.trim().to_owned()),
        _ => Err(format!("the portal gave no token: {}", answer.lines().next().unwrap_or_default())),
    }
}

/// A child process that told us it is ready.
struct Running {
    name: &'static str,
    child: Child,
}

impl Running {
    fn start(name: &'static str, command: &mut Command) -> Done<Running> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(|why| format!("{name} cannot be started: {why}"))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            // A child that ends without a word gives an empty line, which is told below.
            let _closed = BufReader::new(out).read_line(&mut line);
        }
        if serde_json::from_str::<Value>(&line).is_ok_and(|said| said["ready"] == true) {
            return Ok(Running { name, child });
        }
        // It is ending by itself or does not answer; either way it must not stay.
        let _ended = child.kill();
        let _ended = child.wait();
        Err(format!("{name} did not start. The lines above say why."))
    }

    fn stop(&mut self) {
        #[cfg(unix)]
        {
            let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
            for _ in 0..50 {
                if asked.is_err() || !matches!(self.child.try_wait(), Ok(None)) {
                    break;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
        // Harmless when it has ended already.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

fn wait(site: &Site, running: &mut [Running], mut visit: Option<Visit>) -> Done {
    while !STOP.load(Ordering::SeqCst) {
        if site.setup_code().is_none()
            && let Some(visit) = visit.take()
        {
            visit.open(site)?;
        }
        for one in &mut *running {
            if let Ok(Some(status)) = one.child.try_wait() {
                // Ctrl-C reaches the children too; give our own handler its moment.
                thread::sleep(Duration::from_millis(300));
                if STOP.load(Ordering::SeqCst) {
                    return Ok(());
                }
                return Err(format!("{} ended by itself ({status}).", one.name));
            }
        }
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}
