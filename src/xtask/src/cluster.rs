//! A PostgreSQL server of our own for the length of a run: in a temporary folder, on a Unix socket, as a user
//! without rights.

use crate::{
    Done, place,
    step::{command, quiet},
    tools,
};
use std::{
    env, fs,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Where the tests look for its URL.
pub const URL: &str = "QINGHE_POSTGRES";
/// A server that has not begun by then will not.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; dropping it ends it and removes its files.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
}

/// The server refuses to run as root, so root runs it as somebody else.
#[derive(Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl Cluster {
    /// Installs PostgreSQL when it is missing, makes a cluster, starts it and waits until it answers.
    pub fn start() -> Done<Cluster> {
        let programs = tools::postgres()?;
        let folder = env::temp_dir().join(format!("qinghe-postgres-{}", std::process::id()));
        let say = |why: std::io::Error| format!("{}: {why}", folder.display());
        fs::create_dir_all(&folder).map_err(say)?;
        let user = unprivileged()?;
        if let Some(User { uid, gid }) = user {
            chown(&folder, Some(uid), Some(gid)).map_err(say)?;
        }
        let run = |program: &str| as_user(&programs.join(program), user, &folder);
        let data = folder.join("data");
        let mut init = run("initdb");
        // Only we can open the socket, so nobody needs a password.
        init.args(["--username=qinghe", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-D"])
            .arg(&data);
        quiet("make a PostgreSQL cluster", &mut init)?;
        let log = fs::File::create(place::staging().join("postgres.log"))
            .map_err(|why| format!("postgres.log: {why}"))?;
        let mut serve = run("postgres");
        serve.arg("-D").arg(&data).arg("-k").arg(&folder);
        serve.args([
            "-c",
            "listen_addresses=",
            "-c",
            "unix_socket_permissions=0700",
            "-c",
            "max_connections=200",
        ]);
        serve.stdout(Stdio::null()).stderr(log);
        let server = serve.spawn().map_err(|why| format!("postgres: {why}"))?;
        let mut cluster = Cluster { server, folder: folder.clone() };
        cluster.wait(|| {
            run("pg_isready").arg("-q").arg("-h").arg(&folder).status().is_ok_and(|s| s.success())
        })?;
        Ok(cluster)
    }

    /// The URL of its database; tests make schemas of their own in it.
    pub fn url(&self) -> String {
        let folder = self.folder.display().to_string().replace('/', "%2F");
        format!("postgres://qinghe@{folder}/postgres")
    }

    fn wait(&mut self, ready: impl Fn() -> bool) -> Done {
        let began = Instant::now();
        while !ready() {
            let ended = self.server.try_wait().map_err(|why| format!("postgres: {why}"))?;
            if ended.is_some() || began.elapsed() > PATIENCE {
                let log = place::staging().join("postgres.log");
                let said = fs::read_to_string(&log).unwrap_or_default();
                return Err(format!("PostgreSQL did not start. It said:\n{said}"));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The files go too, so nothing needs to be written in good order.
        let _ended = self.server.kill();
        let _ended = self.server.wait();
        // The server's own processes notice within a moment that it has gone.
        for _ in 0..20 {
            if fs::remove_dir_all(&self.folder).is_ok() {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        eprintln!("{} could not be removed.", self.folder.display());
    }
}

fn as_user(program: &Path, user: Option<User>, folder: &Path) -> Command {
    let mut command = command(program);
    command.current_dir(folder);
    if let Some(User { uid, gid }) = user {
        command.uid(uid).gid(gid);
    }
    command
}

/// Whom to be instead of root; `None` when we are somebody else already.
fn unprivileged() -> Done<Option<User>> {
    let id = |args: &[&str]| -> Option<u32> {
        let out = Command::new("id").args(args).output().ok().filter(|out| out.status.success())?;
        String::from_utf8(out.stdout).ok()?.trim().parse().ok()
    };
    if id(&["-u"]) != Some(0) {
        return Ok(None);
    }
    ["postgres", "nobody"]
        .iter()
        .find_map(|name| Some(User { uid: id(&["-u", name])?, gid: id(&["-g", name])? }))
        .map(Some)
        .ok_or_else(|| {
            "PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`.".to_owned()
        })
}
