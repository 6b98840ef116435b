//! What is said, both languages in one line. Voice: somebody who likes you and does not hurry you.

use qinghe_content::Locale;

/// A text in both languages.
#[derive(Clone, Copy)]
pub struct Word(&'static str, &'static str);

impl Word {
    /// The text in one of them.
    pub const fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhHans | Locale::ZhHant => self.0,
            Locale::En => self.1,
        }
    }
}

/// The texts of the page, in the order that `js/keep.js` names them.
pub const ALL: [Word; 12] = [
    Word("想留着这次的结果吗？", "Would you like to keep this result?"),
    Word(
        "可以放进你自己的成长档案。只有你打得开，学校和老师都看不到。不放也没关系。",
        "It can go into your own growth record. Only you can open it; your school and teachers cannot. Not keeping it is fine too.",
    ),
    Word("放进我的成长档案", "Put it into my growth record"),
    Word("放进“{name}”", "Put it into “{name}”"),
    Word(
        "放好了，已经封上。下次打开档案，就能看到它。",
        "Done, and sealed. You will see it the next time you open your record.",
    ),
    Word(
        "这里还没有你的成长档案。在另一个窗口打开“成长档案”，建一份，再回来按一次。",
        "There is no growth record here yet. Open “My growth record” in another window, make one, then come back and press again.",
    ),
    Word(
        "公用电脑不存东西。在另一个窗口打开“成长档案”，选“我在用公用电脑”，让它开着，再回来按一次。",
        "A shared computer stores nothing. Open “My growth record” in another window, choose “I am on a shared computer”, leave it open, then come back and press again.",
    ),
    Word(
        "放好了。它在另一个窗口打开着的档案里，走之前记得从那里带走一份。",
        "Done. It is in the record that is open in the other window; take a copy from there before you go.",
    ),
    Word(
        "没有放进去，可能是浏览器不让存。结果还在这一页上，可以再按一次。",
        "It was not put in; the browser may refuse to store anything. The result is still on this page, and you can press again.",
    ),
    Word("按这次的情况，给我挑几个练习", "Pick some exercises that fit"),
    Word(
        "挑好了。打开“练习”那一页，它们就在最上面。这件事只留在这台设备里。",
        "Done. Open the page for practising: they are at the top. This stays on this device alone.",
    ),
    Word(
        "没有挑成，可能是浏览器不让存。到“练习”那一页，也可以自己挑。",
        "That did not work; the browser may refuse to store anything. On the page for practising you can pick for yourself.",
    ),
];

/// Names of bands, from the one that nobody worries about to the one that stands out most: for two bands, three, up to
/// six. Screening words; none of them names a condition.
const BANDS: [&[Word]; 5] = [
    &[Word("一般范围", "usual range"), Word("比较明显", "stands out")],
    &[Word("一般范围", "usual range"), Word("有一些", "some"), Word("比较明显", "stands out")],
    &[
        Word("一般范围", "usual range"),
        Word("有一点", "a little"),
        Word("有一些", "some"),
        Word("比较明显", "stands out"),
    ],
    &[
        Word("一般范围", "usual range"),
        Word("有一点", "a little"),
        Word("有一些", "some"),
        Word("比较明显", "stands out"),
        Word("很明显", "stands out clearly"),
    ],
    &[
        Word("一般范围", "usual range"),
        Word("有一点", "a little"),
        Word("有一些", "some"),
        Word("比较明显", "stands out"),
        Word("明显", "stands out well"),
        Word("很明显", "stands out clearly"),
    ],
];

/// The name of a band, `rank` steps away from the usual range, of `count`. `None` where there are no words for so many.
pub fn band(rank: usize, count: usize, locale: Locale) -> Option<&'static str> {
    let names = BANDS.get(count.checked_sub(2)?)?;
    names.get(rank).map(|word| word.in_locale(locale))
}
