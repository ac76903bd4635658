//! What people type and what it must equal, and what must stay apart.

use proptest::prelude::*;

use super::{answer, exact, file_name, reading, search, sign_in_name, sort_key, structure, trimmed};

#[test]
fn width_case_kana_and_spaces_do_not_matter() {
    assert_eq!(answer("  ＰａｓｓＷｏｒｄ　 １２ "), "password 12");
    assert_eq!(answer("パスワード"), answer("ﾊﾟｽﾜｰﾄﾞ"));
    assert_eq!(answer("パスワード"), "ぱすわーど");
    assert_eq!(answer("ヴァイオリン"), "ゔぁいおりん");
}

#[test]
fn answers_that_look_alike_are_alike() {
    for dash in ["ー", "－", "-", "―", "−", "‐", "ｰ", "—", "–", "─"] {
        assert_eq!(answer(&format!("エンタ{dash}")), answer("エンター"), "{dash}");
        assert_eq!(answer(&format!("090{dash}1234")), answer("090-1234"), "{dash}");
    }
    for (typed, accepted) in [
        ("9～17時", "9〜17時"),
        ("９〜１７時", "9~17時"),
        ("“はい”", "はい"),
        ("\"はい\"", "はい"),
        ("「はい」。", "はい"),
        ("はい｡", "はい"),
        ("‘はい’", "はい"),
        ("Ctrl ＋ C", "Ctrl+C"),
        ("Ctrl + Ｃ", "ctrl+c"),
        ("電子 メール", "電子メール"),
        ("でん\u{200b}し", "でんし"),
        ("葛\u{e0100}城", "葛城"),
        ("が", "が"),
        ("don’t", "don't"),
        ("1920×1080", "1920x1080"),
        ("◯", "○"),
        ("C:￥data", "C:\\data"),
        ("The end.", "the end"),
    ] {
        assert_eq!(answer(typed), answer(accepted), "{typed} and {accepted}");
    }
}

#[test]
fn answers_that_differ_stay_apart() {
    for (one, other) in [
        ("ice cream", "icecream"),
        ("12", "1 2"),
        ("コップ", "コツプ"),
        ("はは", "ばば"),
        ("。", ""),
        ("「」", ""),
        ("3.5", "35"),
        (".com", "com"),
        ("ビル", "ビール"),
        ("「A」と「B」", "A」と「B"),
    ] {
        assert_ne!(answer(one), answer(other), "{one} and {other}");
    }
}

#[test]
fn people_are_found_however_their_names_are_typed() {
    let key = format!("{}\n{}", search("浜辺　太郎"), search(&reading("ハマベ タロウ")));
    for typed in [
        "浜辺太郎",
        "浜辺 太郎",
        "濵邊太郎",
        "ハマベ",
        "ﾊﾏﾍﾞ",
        "はまべ たろう",
        "べた",
        "濱辺",
    ] {
        assert!(key.contains(&search(typed)), "{typed}");
    }
    assert_eq!(search("葛\u{e0100}城"), search("葛城"));
    assert_eq!(search("鶴ヶ島"), search("鶴ケ島"));
    assert_eq!(search("データーセンタ－"), search("ﾃﾞｰﾀｰｾﾝﾀｰ"));
    assert!(!key.contains(&search("浜崎")));
    assert_eq!(sort_key("浜辺", Some("ハマベ")), sort_key("濱辺", Some("はまべ")));
    assert_eq!(sort_key("浜辺", Some(" ")), "浜辺");
}

#[test]
fn sign_in_names_are_the_same_in_every_width() {
    for (typed, kept) in [
        ("ｔａｒｏ", "taro"),
        (" Taro ", "taro"),
        ("taro\u{200b}", "taro"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
        ("taro‐1", "taro-1"),
        ("タロー", "たろー"),
        ("ﾀﾛｰ", "たろー"),
        ("たろ－", "たろー"),
    ] {
        assert_eq!(sign_in_name(typed), kept, "{typed}");
    }
    assert!(sign_in_name("ta ro").contains(' '));
}

#[test]
fn readings_are_kept_as_hiragana() {
    assert_eq!(reading("ハマベ　タロウ "), "はまべ たろう");
    assert_eq!(reading("ﾊﾏﾍﾞ ｼﾞｮ-ｼﾞ"), "はまべ じょーじ");
    assert_eq!(reading("Anna Schmidt"), "Anna Schmidt");
}

#[test]
fn headings_and_keys_are_read_in_every_width() {
    assert_eq!(structure("２"), "2");
    assert_eq!(structure("Ａ，Ｃ"), "a,c");
    assert_eq!(structure("\u{feff}Ｑｕｅｓｔｉｏｎ　１ "), "question 1");
    assert_eq!(structure("コメント"), "コメント");
}

#[test]
fn what_nobody_sees_is_nothing() {
    for nothing in [
        "",
        " 　\t",
        "\u{200b}",
        "\u{feff}\u{2060}",
        "\u{3164}",
        "\u{2800}",
        "\u{e0100}",
        "\u{200d}",
        "\u{0}",
    ] {
        assert_eq!(trimmed(nothing), "", "{nothing:?}");
    }
    assert_eq!(trimmed("\u{200b} 葛\u{e0100} \u{feff}"), "葛\u{e0100}");
    assert_eq!(trimmed("👨\u{200d}👩"), "👨\u{200d}👩");
    assert_eq!(exact(" か\u{3099}\u{200b} "), "が");
    assert_eq!(file_name("images/画面か\u{3099}.png"), "images/画面が.png");
}

/// What is typed for one another: letters of several scripts, and the signs that look alike.
fn typed() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        4 => "[a-zA-Z0-9ａ-ｚ０-９ぁ-んァ-ヶｱ-ﾟ漢字葛]",
        2 => "[-ー－―−‐〜～“”‘’「」『』。｡.\"' 　+＋（）]",
        1 => "[\u{200b}\u{feff}\u{e0100}\u{fe0f}\u{3099}İ´˜]",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(sign, 0..12).prop_map(|signs| signs.concat())
}

proptest! {
    #[test]
    fn folding_twice_changes_nothing(text in prop_oneof![typed(), ".*"]) {
        for fold in [answer, sign_in_name, search, reading, structure, file_name, exact] {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn width_and_invisible_signs_never_change_what_is_folded(text in typed()) {
        let wide: String = text
            .chars()
            .map(|letter| match letter {
                '!'..='~' if !letter.is_ascii_uppercase() =>
                    char::from_u32(letter as u32 + 0xfee0).unwrap_or(letter),
                ' ' => '\u{3000}',
                _ => letter,
            })
            .flat_map(|letter| ['\u{200b}', letter])
            .collect();
        for fold in [answer, sign_in_name, search, reading, structure] {
            // A zero width space parts a letter from its mark, unless they are one already.
            let text = file_name(&text);
            let wide = file_name(&wide);
            prop_assert_eq!(fold(&wide.replace('\u{200b}', "")), fold(&text));
        }
    }

    #[test]
    fn a_full_stop_and_quotation_marks_around_an_answer_do_not_matter(text in "[a-zあ-んア-ヶ漢字0-9]{1,8}") {
        for around in [
            format!("「{text}」"), format!("“{text}”"), format!("{text}。"), format!(" 『{text}』。"), format!("‘{text}’"),
        ] {
            prop_assert_eq!(answer(&around), answer(&text));
        }
    }

    #[test]
    fn a_part_of_a_name_is_found_in_it(name in "[ぁ-んァ-ヶー漢字髙邊a-zA-Z ]{1,10}", from in 0usize..10, many in 1usize..10) {
        let part: String = name.chars().skip(from).take(many).collect();
        prop_assert!(search(&name).contains(&search(&part)));
    }
}
