//! A data room on the disk, to be changed in one file.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// A folder of our own; it goes when this value goes.
pub struct Folder(PathBuf);

impl Folder {
    /// An empty one. In memory, where the system has such a place and nobody named another.
    pub fn new() -> Folder {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let memory = Path::new("/dev/shm");
        let above = match env::var_os("TMPDIR") {
            None if memory.is_dir() => memory.to_owned(),
            _ => env::temp_dir(),
        };
        let nth = MADE.fetch_add(1, Ordering::Relaxed);
        let folder = above.join(format!("qinghe-fuzz-{}-{nth}", process::id()));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes one file, with the folders above it.
    pub fn put(&self, file: &str, bytes: &[u8]) {
        let path = self.0.join(file);
        if !path.parent().unwrap().is_dir() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
        }
        fs::write(path, bytes).unwrap();
    }

    /// Copies a file or a folder of the fixture room, under the same name.
    pub fn take(&self, name: &str) {
        copy(&fixture(name), &self.0.join(name));
    }

    /// What `check` finds when one file holds these bytes. Then the file is the fixture's again, or gone.
    pub fn changed<T>(&self, file: &str, bytes: &[u8], check: impl FnOnce(&Path) -> T) -> T {
        self.put(file, bytes);
        let found = check(&self.0);
        match fixture(file).is_file() {
            true => self.take(file),
            false => fs::remove_file(self.0.join(file)).unwrap(),
        }
        found
    }

    /// Removes everything.
    pub fn clear(&self) {
        fs::remove_dir_all(&self.0).unwrap();
        fs::create_dir_all(&self.0).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is in a place for temporary files.
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// The root of the workspace, from whatever crate this is compiled into.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|above| above.join("scales").is_dir()).unwrap().to_owned()
}

/// A file of the fixture room that has every form; the interface texts are those that ship.
pub fn fixture(name: &str) -> PathBuf {
    let room = if name.starts_with("locales") { root() } else { root().join("src/compiler/tests/room") };
    room.join(name)
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            copy(&path, &to.join(path.file_name().unwrap()));
        }
    } else {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
    }
}
