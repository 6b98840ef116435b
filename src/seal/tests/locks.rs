//! What opens a record on its device: passphrase, PIN with the device's key, generated words.

#![allow(clippy::panic)]

use qinghe_seal::{
    SealError,
    age::Identity,
    lock::{LOCK_LEN, LockError, PassphraseLock},
    pin::{DeviceKey, MOST_WRONG, Pin, PinLock, Refused, Tries},
    words::{COUNT, List, Words, WordsError},
};
use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

/// Nothing here waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a test device answers at once"),
    }
}

/// A device's key that is not Web Crypto's: a keyed digest serves as well.
struct Device(u8);

impl DeviceKey for Device {
    async fn answer(&self, challenge: &[u8; 32]) -> Result<[u8; 32], LockError> {
        let mut answer = *challenge;
        answer.iter_mut().for_each(|byte| *byte = byte.wrapping_mul(31).wrapping_add(self.0));
        Ok(answer)
    }
}

#[test]
fn only_pin_and_device_together_open() {
    let identity = Identity::generate().unwrap();
    let (right, wrong) = (Pin::parse("495103").unwrap(), Pin::parse("495104").unwrap());
    let lock = now(PinLock::make(&right, &Device(3), &identity)).unwrap();
    let lock = PinLock::stayed(*lock.stays());
    let open = |pin: &Pin, device: u8| {
        let (_, permit) = Tries::default().begin(0).unwrap();
        now(lock.open(permit, pin, &Device(device)))
    };
    assert_eq!(open(&right, 3).unwrap().recipient(), identity.recipient());
    let shut = Some(LockError::Seal(SealError::Open));
    assert_eq!(open(&wrong, 3).err(), shut);
    assert_eq!(open(&right, 4).err(), shut);
    let mut altered = *lock.stays();
    altered[LOCK_LEN - 1] ^= 1;
    let (_, permit) = Tries::default().begin(0).unwrap();
    assert_eq!(now(PinLock::stayed(altered).open(permit, &right, &Device(3))).err(), shut);
    // The same bytes are no lock under a passphrase.
    assert!(PassphraseLock::stayed(*lock.stays()).open("495103").is_err());
}

#[test]
fn a_passphrase_opens_and_a_short_one_is_refused() {
    let identity = Identity::generate().unwrap();
    let lock = PassphraseLock::make("操场边的两棵老槐树", &identity).unwrap();
    let lock = PassphraseLock::stayed(*lock.stays());
    assert_eq!(lock.open("操场边的两棵老槐树").unwrap().recipient(), identity.recipient());
    assert_eq!(lock.open("操场边的两棵老杨树").err(), Some(LockError::Seal(SealError::Open)));
    assert_eq!(PassphraseLock::make("1234567", &identity).err(), Some(LockError::Short));
}

#[test]
fn a_pin_has_six_digits_and_is_not_the_first_that_comes_to_mind() {
    for wrong in ["", "12345", "1234567", "12345a", "abcdef", "12 456", "-12345"] {
        assert_eq!(Pin::parse(wrong).err(), Some(LockError::Short), "{wrong}");
    }
    for easy in ["000000", "111111", "123456", "456789", "987654", "890123", "121212", "123123"] {
        assert!(Pin::parse(easy).is_ok());
        assert_eq!(Pin::choose(easy).err(), Some(LockError::Easy), "{easy}");
    }
    for fine in ["495103", "135790", " 204681 ", "２０４６８１"] {
        assert!(Pin::choose(fine).is_ok(), "{fine}");
    }
}

#[test]
fn tries_run_out_whatever_the_clock_says() {
    let (mut tries, mut clock, mut waits) = (Tries::default(), 1_000_000, Vec::new());
    for _ in 0..MOST_WRONG {
        let (counted, _) = loop {
            match tries.begin(clock) {
                Ok(begun) => break begun,
                Err(Refused::Wait(until)) => {
                    waits.push((until - clock) / 1_000);
                    // A moment before the end is too early.
                    assert_eq!(tries.begin(until - 1).err(), Some(Refused::Wait(until)));
                    clock = until;
                }
                Err(Refused::NoMore) => panic!("too early"),
            }
        };
        // Only what was stored counts: a page that closes in the middle has used its try.
        assert_eq!(counted.left() + 1, tries.left());
        tries = Tries::stayed(counted.stays());
    }
    assert_eq!(waits, [30, 60, 300, 900, 3_600, 3_600, 3_600]);
    for clock in [0, clock, u64::MAX] {
        assert_eq!(tries.begin(clock).err(), Some(Refused::NoMore));
    }
    let broken = Tries::stayed([255; 9]);
    assert_eq!((broken.left(), broken.begin(0).err()), (0, Some(Refused::NoMore)));
}

#[test]
fn lists_are_words_that_can_be_told_apart() {
    for list in [List::ZhHans, List::En] {
        let mut words: Vec<&str> = list.words().collect();
        assert_eq!(words.len(), list.len());
        for word in &words {
            let fits = match list {
                List::ZhHans => word.chars().count() == 2 && !word.is_ascii(),
                List::En => (3..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()),
            };
            assert!(fits, "{word}");
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), list.len(), "a word stands there twice");
    }
    let mut begun: Vec<&str> = List::En.words().map(|word| word.get(..4).unwrap_or(word)).collect();
    begun.sort_unstable();
    begun.dedup();
    assert_eq!(begun.len(), List::En.len(), "four letters tell every English word");
}

#[test]
fn every_word_comes_up_and_none_more_often() {
    for list in [List::ZhHans, List::En] {
        let mut counts = vec![0_u32; list.len()];
        let all: Vec<&str> = list.words().collect();
        let draws = list.len() * 20;
        for _ in 0..draws / COUNT {
            for word in Words::generate(list).unwrap().each() {
                counts[all.iter().position(|one| *one == word).unwrap()] += 1;
            }
        }
        // Poisson with mean 20: a word outside 2 to 55 comes less than once in 10^9 runs.
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        assert!(*least >= 1 && *most <= 60, "{least} {most}");
        // Thirds of the list come up alike.
        let third = list.len() / 3;
        let sums: Vec<u32> = counts.chunks(third).take(3).map(|part| part.iter().sum()).collect();
        let mean = f64::from(sums.iter().sum::<u32>()) / 3.0;
        assert!(sums.iter().all(|sum| (f64::from(*sum) - mean).abs() < 6.0 * mean.sqrt()), "{sums:?}");
    }
}

#[test]
fn typed_words_are_understood_or_named() {
    let zh = Words::generate(List::ZhHans).unwrap();
    let zh_words: Vec<&str> = zh.each().collect();
    for between in ["-", " ", "、", "", "，\n", "　"] {
        let typed = zh_words.join(between);
        assert_eq!(*Words::parse(&typed).unwrap().text(), *zh.text(), "{typed}");
    }
    let en = Words::generate(List::En).unwrap();
    let en_words: Vec<&str> = en.each().collect();
    let begun: Vec<&str> = en_words.iter().map(|word| word.get(..4).unwrap_or(word)).collect();
    for typed in [en_words.join(" ").to_uppercase(), en_words.join(", "), begun.join(" ")] {
        assert_eq!(*Words::parse(&typed).unwrap().text(), *en.text(), "{typed}");
    }
    let wrong = format!("{} zzzz {} {} qqqq {}", en_words[0], en_words[2], en_words[3], en_words[5]);
    let fault = Words::parse(&wrong).err().unwrap();
    assert_eq!(fault, WordsError::Unknown(vec![2, 5]));
    assert!(fault.to_string().contains("2, 5"), "{fault}");
    assert_eq!(Words::parse(&en_words[..5].join(" ")).err(), Some(WordsError::Count(5)));
    assert_eq!(Words::parse("").err(), Some(WordsError::Count(0)));
    assert_eq!(List::En.near("appel"), [""; 0]);
    assert_eq!(List::En.near("aple"), ["able", "apple", "maple"]);
    assert_eq!(List::En.near("apples"), ["apple"]);
    assert!(List::ZhHans.near("萍果").contains(&"苹果"));
}
