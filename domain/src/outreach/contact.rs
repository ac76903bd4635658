//! Names and telephone numbers made alike, so that the same person is seen under two spellings.

use crate::folding;

/// A name as it is searched for: width, case, kana and older forms made alike; spaces are left out.
pub fn fold_name(name: &str) -> String {
    folding::search(name)
}

/// The digits of a telephone number, with the country's code of Japan written as the leading zero.
pub fn fold_phone(phone: &str) -> String {
    let folded = folding::answer(phone);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("81") {
        Some(rest) if folded.trim_start().starts_with('+') => {
            format!("0{}", rest.strip_prefix('0').unwrap_or(rest))
        }
        _ => digits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_same_person_under_two_spellings_is_the_same() {
        assert_eq!(fold_name("ミナト　はなこ"), fold_name("みなと ハナコ"));
        assert_eq!(fold_name("ＳＡＴＯ Hanako"), fold_name("sato hanako"));
        assert_ne!(fold_name("佐藤 花子"), fold_name("佐藤 華子"));
        for phone in [
            "090-1234-5678",
            "０９０ー１２３４ー５６７８",
            "(090) 1234 5678",
            "+81 90 1234 5678",
            "+81 (0)90-1234-5678",
        ] {
            assert_eq!(fold_phone(phone), "09012345678", "{phone}");
        }
        assert_eq!(fold_phone("8101"), "8101");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,30}") {
            prop_assert_eq!(fold_name(&fold_name(&text)), fold_name(&text));
            prop_assert_eq!(fold_phone(&fold_phone(&text)), fold_phone(&text));
        }
    }
}
