//! Sheets of paper: QR codes as pictures, and reading them from photographs.

use crate::{app::Here, ports::Browser, words::carry as w};
use qinghe_record::sheets::{Refused, Scanned};
use qinghe_sight::Picture;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;
use yew::prelude::*;

/// White around a code, in modules.
const MARGIN: i32 = 4;

/// All codes with their numbers.
pub fn sheets(here: &Here, texts: &[String]) -> Html {
    let of = texts.len().to_string();
    let code = |(nth, text): (usize, &String)| {
        let label = here.lang.fill(w::SHEET_NTH, &[("n", &(nth + 1).to_string()), ("of", &of)]);
        html! { <figure class="code">{ picture(text, &label) }<figcaption>{ label }</figcaption></figure> }
    };
    let day = here.lang.day(here.browser.today());
    html! {
        <section class="paper">
            <h2>{ here.lang.fill(w::SHEET_TITLE, &[("day", &day)]) }</h2>
            <p>{ here.say(w::SHEET_HINT) }</p>
            <div class="codes">{ for texts.iter().enumerate().map(code) }</div>
        </section>
    }
}

/// One code. Nothing where the text does not fit, which none of ours does.
fn picture(text: &str, label: &str) -> Html {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return html! {} };
    let side = code.size() + 2 * MARGIN;
    let label = label.to_owned();
    html! {
        <svg viewBox={format!("0 0 {side} {side}")} role="img" aria-label={label} shape-rendering="crispEdges">
            <rect class="sheet" width={side.to_string()} height={side.to_string()} />
            <path class="ink" d={path(&code)} />
        </svg>
    }
}

/// Dark modules, one rectangle for every run in a row.
fn path(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let length = i32::try_from(run).unwrap_or_default();
            if length > 0 {
                let _a_string_takes_everything =
                    write!(path, "M{} {}h{length}v1h-{length}z", x + MARGIN, y + MARGIN);
            }
            x += length.max(1);
        }
    }
    path
}

/// What a photograph brought.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Codes of ours, new or again.
    pub ours: usize,
    /// A code of another record.
    pub other: bool,
}

/// Texts of all codes of a photograph.
pub async fn codes(browser: &Browser, file: &web_sys::File) -> Vec<String> {
    let Some((width, height, grey)) = browser.picture(file).await else { return Vec::new() };
    texts(width, height, grey)
}

/// Reads the codes of a photograph into what was scanned so far.
pub async fn read(browser: &Browser, file: &web_sys::File, scanned: &mut Scanned) -> Found {
    let mut found = Found::default();
    for text in codes(browser, file).await {
        match scanned.add(&text) {
            Ok(_) => found.ours += 1,
            Err(Refused::OtherFile) => found.other = true,
            Err(Refused::Foreign | Refused::Damaged) => {}
        }
    }
    found
}

/// Texts of all codes that can be read in a grey picture.
fn texts(width: usize, height: usize, grey: Vec<u8>) -> Vec<String> {
    Picture::of_grey(grey, width, height).map_or_else(Vec::new, |picture| picture.read_all())
}

#[cfg(test)]
mod tests {
    use super::{MARGIN, texts};
    use qinghe_record::sheets::{Scanned, split};
    use qrcodegen::{QrCode, QrCodeEcc};

    /// Codes side by side on white paper, each module so many pixels wide.
    fn photographed(codes: &[QrCode], pixels: i32) -> (usize, usize, Vec<u8>) {
        let side = codes.iter().map(QrCode::size).max().unwrap_or_default() + 2 * MARGIN;
        let (width, height) = (side * pixels * codes.len() as i32, side * pixels);
        let mut grey = vec![230; (width * height) as usize];
        for (nth, code) in (0..).zip(codes) {
            for at in 0..side * pixels * side * pixels {
                let (x, y) = (at % (side * pixels), at / (side * pixels));
                if code.get_module(x / pixels - MARGIN, y / pixels - MARGIN) {
                    grey[(y * width + nth * side * pixels + x) as usize] = 40;
                }
            }
        }
        (width as usize, height as usize, grey)
    }

    #[test]
    fn what_is_printed_is_read_from_a_picture_of_several_codes() {
        let file: Vec<u8> = (0..3_255_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let codes: Vec<QrCode> = split(&file)
            .iter()
            .map(|text| QrCode::encode_text(text, QrCodeEcc::Medium).expect("it fits"))
            .collect();
        assert!(codes.iter().all(|code| code.size() <= 97), "version 20 at most");
        let mut scanned = Scanned::default();
        for pair in codes.chunks(2) {
            let (width, height, grey) = photographed(pair, 4);
            for text in texts(width, height, grey) {
                scanned.add(&text).expect("a part");
            }
        }
        assert_eq!(scanned.missing(), [0; 0]);
        assert_eq!(scanned.file(), Some(file));
        assert!(texts(200, 200, vec![255; 40_000]).is_empty());
    }
}
