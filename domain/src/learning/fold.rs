//! Folding: what two written answers must share to count as the same.

use unicode_normalization::UnicodeNormalization;

/// The answer with width, case, kana and spaces made alike: NFKC, lower case, katakana as hiragana,
/// no space at the ends and single spaces inside.
pub fn fold_answer(answer: &str) -> String {
    let folded: String = answer.nfkc().flat_map(char::to_lowercase).map(hiragana).collect();
    // Lowering a letter can leave a sequence that is not normal (İ → i + dot); normalize once more, so
    // that folding twice changes nothing.
    let folded: String = folded.nfkc().map(hiragana).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The hiragana of a katakana letter (ァ–ヶ, ヽ, ヾ); any other character as it is.
fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(letter as u32 - 0x60).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::fold_answer;
    use proptest::prelude::*;

    #[test]
    fn width_case_kana_and_spaces_do_not_matter() {
        assert_eq!(fold_answer("  ＰａｓｓＷｏｒｄ　 １２ "), "password 12");
        assert_eq!(fold_answer("パスワード"), fold_answer("ﾊﾟｽﾜｰﾄﾞ"));
        assert_eq!(fold_answer("パスワード"), "ぱすわーど");
        assert_eq!(fold_answer("ヴァイオリン"), "ゔぁいおりん");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(answer in ".*") {
            let once = fold_answer(&answer);
            prop_assert_eq!(fold_answer(&once), once);
        }
    }
}
