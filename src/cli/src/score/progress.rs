//! A bar on standard error, where somebody watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    cell::Cell,
    io::{self, IsTerminal, Read},
    rc::Rc,
};

/// Counts what is read.
pub struct Counted<R> {
    inner: R,
    bytes: Rc<Cell<u64>>,
}

impl<R> Counted<R> {
    pub fn new(inner: R) -> (Counted<R>, Rc<Cell<u64>>) {
        let bytes = Rc::new(Cell::new(0));
        (Counted { inner, bytes: Rc::clone(&bytes) }, bytes)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let many = self.inner.read(out)?;
        self.bytes.set(self.bytes.get() + many as u64);
        Ok(many)
    }
}

/// Size of standard input where it is a file.
#[cfg(unix)]
fn size() -> Option<u64> {
    use std::os::fd::AsFd;
    let own = io::stdin().as_fd().try_clone_to_owned().ok()?;
    let about = std::fs::File::from(own).metadata().ok()?;
    about.is_file().then_some(about.len())
}

#[cfg(not(unix))]
fn size() -> Option<u64> {
    None
}

/// The bar, or nothing where nobody watches.
pub struct Progress {
    bar: ProgressBar,
    bytes: Rc<Cell<u64>>,
    rows: u64,
}

impl Progress {
    pub fn new(bytes: Rc<Cell<u64>>) -> Progress {
        let watched = io::stderr().is_terminal();
        let target = if watched { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(size(), target);
        let form = if bar.length().is_some() {
            "{bar:40} {percent:>3} %  {msg} rows, {eta} left"
        } else {
            "{spinner} {bytes}  {msg} rows"
        };
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        Progress { bar, bytes, rows: 0 }
    }

    /// One row more.
    pub fn step(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(4096) && !self.bar.is_hidden() {
            self.bar.set_message(self.rows.to_string());
            self.bar.set_position(self.bytes.get());
        }
    }

    /// Says a line without tearing the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| crate::say::err(line));
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Removes the bar.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
