//! Firefox and WebKitGTK for the journeys, each with its driver, and a screen for the one that needs it.

use super::{built, install, may_install, on_path, told};
use crate::Done;
use std::path::PathBuf;

/// The journeys that need them.
pub const JOURNEYS: &str = "engines.test.mjs";

/// Variable for the journeys, names of the program, Debian's package.
const PROGRAMS: [(&str, &[&str], &str); 3] = [
    ("QINGHE_FIREFOX", &["firefox-esr", "firefox"], "firefox-esr"),
    ("QINGHE_WEBKIT_DRIVER", &["WebKitWebDriver"], "webkit2gtk-driver"),
    ("QINGHE_XVFB", &["Xvfb"], "xvfb"),
];

/// The variables that `tests/browser/engines.mjs` reads. What is missing is installed like Chromium when we may.
pub fn engines() -> Done<Vec<(&'static str, PathBuf)>> {
    let (mut found, mut missing) = find();
    if !missing.is_empty() && may_install() {
        install("install Firefox and WebKitGTK", &missing)?;
        (found, missing) = find();
    }
    if !missing.is_empty() {
        return Err(format!(
            "The journeys in Firefox and WebKit need more programs. Debian, Ubuntu: `sudo apt-get install {}`; elsewhere put \
             Firefox, WebKitWebDriver (of WebKitGTK, with its MiniBrowser) and Xvfb on the PATH, or name them in QINGHE_FIREFOX, \
             QINGHE_WEBKIT_DRIVER and QINGHE_XVFB.",
            missing.join(" ")
        ));
    }
    // npm's package of this name only fetches a program from elsewhere.
    let driver = match told("QINGHE_GECKODRIVER") {
        Some(driver) => driver,
        None => built("build the driver of Firefox", "geckodriver", "0.37.1", &["--debug"])?,
    };
    found.push(("QINGHE_GECKODRIVER", driver));
    Ok(found)
}

/// What is there, and the packages of what is not.
fn find() -> (Vec<(&'static str, PathBuf)>, Vec<&'static str>) {
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for (variable, names, package) in PROGRAMS {
        match told(variable).or_else(|| on_path(names)) {
            Some(program) => found.push((variable, program)),
            None => missing.push(package),
        }
    }
    (found, missing)
}
