//! Names and telephone numbers made alike, so that one person is seen under two spellings.

use unicode_normalization::UnicodeNormalization;

use crate::folding;

/// A name as searching folds it: width, case, kana and older characters made alike, without spaces.
pub fn alike_name(name: &str) -> String {
    folding::search(name)
}

/// The digits of a telephone number, with the country's code of Japan as the leading zero.
pub fn alike_phone(phone: &str) -> String {
    let text: String = phone.nfkc().collect();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("81") {
        Some(rest) if text.trim_start().starts_with('+') => {
            format!("0{}", rest.strip_prefix('0').unwrap_or(rest))
        }
        Some(_) | None => digits,
    }
}

/// Whether a text is a reading in kana.
pub fn is_kana(text: &str) -> bool {
    text.nfkc().all(|letter| {
        letter.is_whitespace()
            || matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '・' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_person_is_seen_under_two_spellings() {
        assert_eq!(alike_name("ミナト　はなこ"), alike_name("みなとハナコ"));
        assert_eq!(alike_name("ＳＡＴＯ Hanako"), alike_name("sato hanako"));
        assert_eq!(alike_name("ﾐﾅﾄ ﾊﾅｺ"), alike_name("みなと はなこ"));
        assert_ne!(alike_name("佐藤 花子"), alike_name("佐藤 華子"));
        for phone in [
            "090-1234-5678",
            "０９０ー１２３４ー５６７８",
            "(090) 1234 5678",
            "+81 90-1234-5678",
            "+81 (0)90 1234 5678",
        ] {
            assert_eq!(alike_phone(phone), "09012345678", "{phone}");
        }
        assert!(is_kana("みなと ハナコ") && is_kana("ﾐﾅﾄ") && !is_kana("港 花子"));
    }

    proptest! {
        #[test]
        fn once_is_enough(text in ".{0,30}") {
            prop_assert_eq!(alike_name(&alike_name(&text)), alike_name(&text));
            prop_assert_eq!(alike_phone(&alike_phone(&text)), alike_phone(&text));
        }
    }
}
