//! Finds codes in a picture. Pure: the picture comes in as grey values.
//!
//! A carried notice fills a code of 89 modules, and a camera gives it few pixels each, blurred and grainy; a paper slip's is small on a
//! screen. The finder was made for large crisp codes, so the picture is shown to it in several ways.

/// Most pixels of a picture that is still enlarged; beyond that a code is large enough.
const ENLARGED: usize = 1_500_000;

/// How many times as wide a small picture becomes. With three or four pixels for a module, and no whole number of them, the finder
/// misses most codes as they are and every fifteenth in all the ways of a doubled picture; six times as wide, hardly any.
const WIDER: usize = 6;

/// One grey value per pixel, row by row.
#[derive(Clone)]
pub struct Picture {
    grey: Vec<u8>,
    width: usize,
    height: usize,
}

/// One way of showing it.
#[derive(Clone, Copy)]
struct Way {
    smooth: bool,
    /// How many times as wide and high.
    times: usize,
    /// Black and white alone.
    parted: bool,
}

impl Picture {
    /// A picture with four bytes per pixel: red, green, blue, opacity. Weights of ITU-R BT.601; what is see-through
    /// counts as paper. `None` when the bytes do not fit the size.
    #[must_use]
    pub fn of_rgba(rgba: &[u8], width: usize, height: usize) -> Option<Picture> {
        let one = |pixel: &[u8]| {
            let [red, green, blue, opacity] = [0, 1, 2, 3].map(|at| u32::from(pixel[at]));
            let light = (299 * red + 587 * green + 114 * blue) / 1000;
            u8::try_from((light * opacity + 255 * (255 - opacity)) / 255).unwrap_or(u8::MAX)
        };
        Picture::of_grey(rgba.chunks_exact(4).map(one).collect(), width, height)
    }

    /// `None` when the bytes do not fit the size, or there are none.
    #[must_use]
    pub fn of_grey(grey: Vec<u8>, width: usize, height: usize) -> Option<Picture> {
        (!grey.is_empty() && grey.len() == width * height).then_some(Picture { grey, width, height })
    }

    /// The text of the first code that can be read.
    #[must_use]
    pub fn read(&self) -> Option<String> {
        self.ways().find_map(|way| self.shown(way).found().into_iter().next())
    }

    /// The texts of all codes that can be read, each once, in every way there is: how many there are nobody tells.
    #[must_use]
    pub fn read_all(&self) -> Vec<String> {
        let mut all: Vec<String> = self.ways().flat_map(|way| self.shown(way).found()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The ways in which it is shown to the finder, the likeliest first. As it is at first: the finder copes with uneven light.
    fn ways(&self) -> impl Iterator<Item = Way> {
        let small = self.grey.len() <= ENLARGED;
        let wider = if small { (ENLARGED / self.grey.len()).isqrt().clamp(2, WIDER) } else { 1 };
        let plain = Way { smooth: false, times: 1, parted: false };
        let near = [plain, Way { parted: true, ..plain }];
        // Where the edges of the modules fall decides, so a little less may be what is needed.
        let far = (2..=wider).rev().take(2);
        let far = far.flat_map(move |times| [true, false].map(|parted| Way { times, parted, ..plain }));
        near.into_iter().chain(far).chain([Way { smooth: true, times: wider, parted: true }])
    }

    fn shown(&self, way: Way) -> Picture {
        let clear = if way.smooth { self.smooth() } else { self.clone() };
        let large = if way.times > 1 { clear.enlarged(way.times) } else { clear };
        if way.parted { large.parted() } else { large }
    }

    /// What the finder reads in it as it is.
    fn found(&self) -> Vec<String> {
        let mut picture =
            rqrr::PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| self.at(x, y));
        picture
            .detect_grids()
            .into_iter()
            .filter_map(|grid| grid.decode().ok())
            .map(|(_, text)| text)
            .collect()
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.grey.get(y * self.width + x).copied().unwrap_or_default()
    }

    /// Each pixel as the mean of itself and its neighbours.
    fn smooth(&self) -> Picture {
        let near = |at: usize, most: usize| at.saturating_sub(1)..=(at + 1).min(most - 1);
        let mean = |at: usize| {
            let (mut sum, mut count) = (0_u32, 0_u32);
            for y in near(at / self.width, self.height) {
                for x in near(at % self.width, self.width) {
                    sum += u32::from(self.at(x, y));
                    count += 1;
                }
            }
            u8::try_from(sum / count).unwrap_or(u8::MAX)
        };
        Picture { grey: (0..self.grey.len()).map(mean).collect(), ..*self }
    }

    /// So many times as wide and high, with the values between (bilinear).
    fn enlarged(&self, times: usize) -> Picture {
        let (width, height) = (self.width * times, self.height * times);
        // The old pixel before the middle of a new one, the old one behind it, and how much of the second: parts of `whole`.
        let whole = 2 * times;
        let pair = |at: usize, most: usize| {
            let middle = (2 * at + 1).saturating_sub(times);
            (middle / whole, (middle / whole + 1).min(most - 1), middle % whole)
        };
        let value = |at: usize| {
            let ((x, right, across), (y, below, down)) =
                (pair(at % width, self.width), pair(at / width, self.height));
            let row = |y: usize| {
                (whole - across) * usize::from(self.at(x, y)) + across * usize::from(self.at(right, y))
            };
            let mixed = (whole - down) * row(y) + down * row(below);
            u8::try_from(mixed / (whole * whole)).unwrap_or(u8::MAX)
        };
        Picture { grey: (0..width * height).map(value).collect(), width, height }
    }

    /// Black and white alone, parted where the two groups differ most (Otsu 1979).
    fn parted(&self) -> Picture {
        let mut count = [0_u64; 256];
        for pixel in &self.grey {
            count[usize::from(*pixel)] += 1;
        }
        let all: u64 = count.iter().sum();
        let total: u64 = (0..).zip(count).map(|(value, count)| value * count).sum();
        let (mut below, mut sum, mut best, mut cut) = (0, 0, 0, 0);
        for (value, many) in (0_u8..=255).zip(count) {
            below += many;
            sum += u64::from(value) * many;
            let above = all - below;
            if below == 0 || above == 0 {
                continue;
            }
            let apart = ((total - sum) / above).abs_diff(sum / below);
            let spread = below * above * apart * apart;
            if spread > best {
                (best, cut) = (spread, value);
            }
        }
        let grey = self.grey.iter().map(|pixel| if *pixel > cut { u8::MAX } else { 0 }).collect();
        Picture { grey, ..*self }
    }
}

#[cfg(test)]
mod tests {
    use super::Picture;
    use qrcodegen::{QrCode, QrCodeEcc};

    /// A code as a page would show it: `scale` pixels per module, a quiet edge of four.
    fn draw(text: &str, scale: usize, paper: u8, ink: u8) -> Picture {
        let code = QrCode::encode_text(text, QrCodeEcc::Low).unwrap();
        let width = (usize::try_from(code.size()).unwrap() + 8) * scale;
        let dark = |at: usize| {
            let module = |pixel: usize| i32::try_from(pixel / scale).unwrap() - 4;
            code.get_module(module(at % width), module(at / width))
        };
        let grey = (0..width * width).map(|at| if dark(at) { ink } else { paper }).collect();
        Picture::of_grey(grey, width, width).unwrap()
    }

    fn grain(mut picture: Picture, most: u32) -> Picture {
        let mut dice = 0x2545_F491_u32;
        for pixel in &mut picture.grey {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = u8::try_from((dice >> 16) % most.max(1)).unwrap();
            *pixel = pixel.saturating_add(noise).saturating_sub(u8::try_from(most / 2).unwrap());
        }
        picture
    }

    /// As long as a carried notice: 634 bytes in base 45.
    fn text() -> String {
        format!("QH1:{}", "0A9B8C7D6E5F4G3H2I1J".repeat(48).get(..951).unwrap())
    }

    #[test]
    fn reads_a_code_as_large_as_a_notice() {
        for (scale, paper, ink) in [(3, 255, 0), (4, 220, 60), (6, 255, 90)] {
            assert_eq!(draw(&text(), scale, paper, ink).read(), Some(text()), "scale {scale}");
        }
    }

    #[test]
    fn reads_it_through_the_blur_and_grain_of_a_cheap_camera() {
        // The last three are each read in one of the ways alone.
        for (scale, blur, grained) in [(4, 2, 16), (5, 1, 16), (7, 0, 16), (3, 2, 0), (3, 1, 0), (4, 1, 0)] {
            let drawn = draw(&text(), scale, 200, 50);
            let blurred = (0..blur).fold(drawn, |picture, _| picture.smooth());
            assert_eq!(grain(blurred, grained).read(), Some(text()), "scale {scale}, blur {blur}");
        }
    }

    /// A picture of the same thing with a tenth of the pixels each way.
    fn from_afar(picture: &Picture) -> Picture {
        let (width, height) = (picture.width / 10, picture.height / 10);
        let mean = |at: usize| {
            let block = (0..100).map(|n| (10 * (at % width) + n % 10, 10 * (at / width) + n / 10));
            u8::try_from(block.map(|(x, y)| u32::from(picture.at(x, y))).sum::<u32>() / 100).unwrap()
        };
        Picture::of_grey((0..width * height).map(mean).collect(), width, height).unwrap()
    }

    #[test]
    fn reads_every_short_code_whatever_part_of_a_pixel_its_modules_end_at() {
        for number in 0..6_u64 {
            // The code of a paper slip: two letters and ten signs.
            let sign = |nth: u32| char::from(b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ"[sign_of(number, nth)]);
            let text = format!("QH-{}", (0..10).map(sign).collect::<String>());
            for tenths in [30, 34, 37, 43, 52] {
                let seen = from_afar(&draw(&text, tenths, 235, 20)).read();
                assert_eq!(seen.as_deref(), Some(text.as_str()), "{tenths} tenths of a pixel");
            }
        }
    }

    #[test]
    fn reads_all_codes_of_a_sheet_also_where_each_needs_another_way() {
        // Of two sizes: what is read of the one as it is and what is read of the other enlarged count alike.
        let codes: Vec<Picture> = [("QH-FIRST", 60), ("QH-QCXK7TF2NA", 37)]
            .into_iter()
            .map(|(text, tenths)| from_afar(&draw(text, tenths, 235, 20)))
            .collect();
        assert!(codes[1].found().is_empty(), "this one is read in another way alone");
        let (width, height) = (codes.iter().map(|code| code.width).sum(), codes[0].height);
        let value = |x: usize, y: usize| {
            let (code, x) = if x < codes[0].width { (&codes[0], x) } else { (&codes[1], x - codes[0].width) };
            if y < code.height { code.at(x, y) } else { 235 }
        };
        let sheet = (0..width * height).map(|at| value(at % width, at / width)).collect();
        let all = Picture::of_grey(sheet, width, height).unwrap().read_all();
        assert_eq!(all, ["QH-FIRST", "QH-QCXK7TF2NA"]);
    }

    fn sign_of(number: u64, nth: u32) -> usize {
        let mixed = (number * 10 + u64::from(nth) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        usize::try_from(mixed >> 59).unwrap()
    }

    #[test]
    fn a_picture_without_a_code_or_of_a_wrong_size_is_nothing() {
        assert_eq!(Picture::of_grey(vec![200; 100 * 100], 100, 100).unwrap().read(), None);
        assert!(Picture::of_grey(vec![200; 99], 10, 10).is_none());
        assert!(Picture::of_grey(vec![], 0, 0).is_none());
    }

    #[test]
    fn grey_is_what_an_eye_sees_and_glass_is_paper() {
        let pixels = [255, 255, 255, 255, 0, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0];
        assert_eq!(Picture::of_rgba(&pixels, 2, 2).unwrap().grey, [255, 0, 149, 255]);
    }
}
