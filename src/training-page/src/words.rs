//! What the page says beside the exercises. Voice: a teacher who likes you and does not hurry you.

pub(crate) mod ask;
pub(crate) mod library;
pub mod lock;
pub mod menu;
pub(crate) mod pair;
pub(crate) mod plan;
pub mod run;

pub use qinghe_content::Locale;

/// A text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    zh: &'static str,
    en: &'static str,
}

/// A text in both languages.
#[must_use]
pub const fn both(zh: &'static str, en: &'static str) -> Word {
    Word { zh, en }
}

impl Word {
    /// The text.
    #[must_use]
    pub const fn say(self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhHans | Locale::ZhHant => self.zh,
            Locale::En => self.en,
        }
    }

    /// The text with each `{name}` replaced.
    #[must_use]
    pub fn fill(self, locale: Locale, values: &[(&str, &str)]) -> String {
        let mut text = self.say(locale).to_owned();
        for (name, value) in values {
            // The braces are part of what is looked for.
            text = text.replace(&["{", name, "}"].concat(), value);
        }
        text
    }
}

/// A day as people say it.
#[must_use]
pub fn day(locale: Locale, day: u32) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, month, of_month) = crate::ics::date(day);
    let name = month.checked_sub(1).and_then(|nth| MONTHS.get(nth as usize));
    let (month, of_month) = (month.to_string(), of_month.to_string());
    match locale {
        Locale::ZhHans | Locale::ZhHant => [&month, "月", &of_month, "日"].concat(),
        Locale::En => [&of_month, " ", name.copied().unwrap_or_default()].concat(),
    }
}
