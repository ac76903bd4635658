//! Words of the matching room that are stored as codes and shown in both languages.

use domain::Text;

/// Kinds of work that openings offer and wishes name: code, Japanese, English.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("data-entry", "データ入力", "Data entry"),
    ("office", "一般事務", "Office work"),
    ("accounting", "経理・請求", "Accounting"),
    ("support", "問い合わせの対応", "Customer support"),
    ("web", "ホームページ・ネットショップ", "Web and online shops"),
    ("writing", "文章・翻訳", "Writing and translation"),
    ("it", "IT・プログラム", "IT and programming"),
    ("other", "そのほか", "Other"),
];

/// What an employer may use the data for: code, Japanese, English.
pub const PURPOSES: &[(&str, &str, &str)] = &[
    (
        "selection",
        "この会社が、仕事をお願いするかどうかを考えるため",
        "So that this company can decide about a job",
    ),
    (
        "meeting",
        "見学や面談の相談をするため",
        "To arrange a visit or a talk",
    ),
];

/// Answers of an employer: code, Japanese, English.
pub const ANSWERS: &[(&str, &str, &str)] = &[
    ("yes", "お願いしたい", "Yes, we would like to"),
    ("talk", "まず話をしたい", "We would like to talk first"),
    ("no", "今回は見送る", "Not this time"),
];

/// How long a consent may hold, in days.
pub const CONSENT_DAYS: [i64; 2] = [30, 90];

/// What a code of one of the lists above means; the code itself when it is of no list.
pub fn meaning(list: &[(&str, &str, &str)], code: &str) -> Text {
    match list.iter().find(|(word, ..)| *word == code) {
        Some((_, ja, en)) => Text {
            ja: Some((*ja).to_owned()),
            en: Some((*en).to_owned()),
        },
        None => Text {
            ja: Some(code.to_owned()),
            en: None,
        },
    }
}
