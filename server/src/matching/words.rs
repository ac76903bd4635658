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

/// The competences of DigComp 2.2 (European Commission, 2022), in plain words: tag, Japanese, English.
pub const DIGCOMP: &[(&str, &str, &str)] = &[
    ("1.1", "情報を探す", "Finding information"),
    ("1.2", "情報が正しいか確かめる", "Judging information"),
    ("1.3", "ファイルを整理する", "Keeping files in order"),
    ("2.1", "メールや通話で連絡する", "Communicating online"),
    ("2.2", "ファイルを共有する", "Sharing files"),
    (
        "2.3",
        "行政などの手続きをネットでする",
        "Using public services online",
    ),
    ("2.4", "ネットで一緒に作業する", "Working together online"),
    ("2.5", "ネットのマナー", "Good manners online"),
    ("2.6", "自分のアカウントを管理する", "Managing one's accounts"),
    ("3.1", "文書や表を作る", "Making documents and tables"),
    (
        "3.2",
        "文書や表を直す・組み合わせる",
        "Changing and combining content",
    ),
    ("3.3", "著作権を守る", "Respecting copyright"),
    ("3.4", "プログラムを作る", "Programming"),
    ("4.1", "パソコンを守る", "Protecting a computer"),
    ("4.2", "個人の情報を守る", "Protecting personal data"),
    ("4.3", "体をいたわって使う", "Staying healthy at a screen"),
    ("4.4", "環境にやさしく使う", "Caring for the environment"),
    ("5.1", "困ったときに直す", "Solving technical problems"),
    ("5.2", "目的に合う道具を選ぶ", "Choosing the right tool"),
    ("5.3", "道具を工夫して使う", "Using tools creatively"),
    ("5.4", "足りない力に気づく", "Knowing what to learn next"),
];

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

/// A competence in plain words; a tag of another list is shown as it is.
pub fn competence(tag: &str) -> Text {
    match tag.strip_prefix("digcomp:") {
        Some(number) => meaning(DIGCOMP, number),
        None => Text {
            ja: Some(tag.to_owned()),
            en: None,
        },
    }
}
