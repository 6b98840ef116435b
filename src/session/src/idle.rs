//! A shared computer that nobody touches: first a cover, then a warning, then nothing is left.
//!
//! WCAG 2.2, criterion 2.2.1: the warning stands for 20 seconds, any key extends, ten times and more.

const COVER_MS: u64 = 60 * 1000;
const WIPE_MS: u64 = 5 * 60 * 1000;
const WARN_MS: u64 = 20 * 1000;
const EXTENSIONS: u8 = 10;

/// What lies over the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    None,
    /// A calm page; any key lifts it.
    Resting,
    /// In a moment everything will be cleared; any key stops that.
    Warning,
    /// Cleared. Nothing comes back.
    Wiped,
}

/// The clock of a shared computer. Times in milliseconds of any clock that runs on.
#[derive(Clone, Copy)]
pub struct Idle {
    since_ms: u64,
    extensions: u8,
    cover: Cover,
}

impl Idle {
    /// Begins to count.
    #[must_use]
    pub fn new(now_ms: u64) -> Idle {
        Idle { since_ms: now_ms, extensions: 0, cover: Cover::None }
    }

    /// What lies over the screen.
    #[must_use]
    pub fn cover(&self) -> Cover {
        self.cover
    }

    /// A key, a finger, the pointer. Lifts a cover; the touch that lifts it should do nothing else.
    pub fn touch(&mut self, now_ms: u64) {
        let counts = match self.cover {
            Cover::None | Cover::Resting => true,
            // A key that lies under a book must not keep a screen open for ever.
            Cover::Warning => self.extensions < EXTENSIONS,
            Cover::Wiped => false,
        };
        if counts {
            self.extensions += u8::from(self.cover == Cover::Warning);
            self.since_ms = now_ms;
            self.cover = Cover::None;
        }
    }

    /// The person did something that means something: the extensions count from the beginning.
    pub fn acted(&mut self, now_ms: u64) {
        if self.cover != Cover::Wiped {
            *self = Idle::new(now_ms);
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now_ms: u64) {
        if now_ms < self.since_ms {
            // The clock was set back: nobody is cut off because of that.
            self.since_ms = now_ms;
        }
        let idle = now_ms - self.since_ms;
        self.cover = match self.cover {
            Cover::Wiped => Cover::Wiped,
            _ if idle >= WIPE_MS => Cover::Wiped,
            _ if idle >= WIPE_MS - WARN_MS => Cover::Warning,
            _ if idle >= COVER_MS => Cover::Resting,
            cover => cover,
        };
    }

    /// When the cover may change next without a touch; `None` when it never will.
    #[must_use]
    pub fn next_ms(&self) -> Option<u64> {
        let after = match self.cover {
            Cover::None => COVER_MS,
            Cover::Resting => WIPE_MS - WARN_MS,
            Cover::Warning => WIPE_MS,
            Cover::Wiped => return None,
        };
        Some(self.since_ms + after)
    }
}
