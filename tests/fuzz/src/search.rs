//! One search with libFuzzer; `QINGHE_READER` names the reader.

#![no_main]

use qinghe_fuzz::readers::{Reader, timed};
use std::{env, sync::OnceLock, time::Duration, time::Instant};

/// What one input may take.
const LONGEST: Duration = Duration::from_secs(1);

static READER: OnceLock<Reader> = OnceLock::new();

fn reader() -> &'static Reader {
    READER.get_or_init(|| {
        let name = env::var("QINGHE_READER").unwrap_or_default();
        qinghe_fuzz::reader(&name).expect("QINGHE_READER names no reader")
    })
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let begin = Instant::now();
    (reader().check)(bytes);
    if begin.elapsed() > LONGEST {
        // Once more, by the clock of the processor.
        let took = timed(|| (reader().check)(bytes));
        assert!(took < LONGEST, "it takes {took:?}");
    }
});
