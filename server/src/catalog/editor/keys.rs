//! Every key of the format, with its meaning.

/// Where a key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Course,
    Unit,
    Lesson,
    Quiz,
    Question,
    Rule,
    Require,
}

/// A key of front matter, of a TOML file, or of a question's braces.
pub(super) struct Key {
    pub of: &'static [Of],
    pub key: &'static str,
    pub ja: &'static str,
    pub en: &'static str,
    /// The words it may have, with their meaning.
    pub values: &'static [(&'static str, &'static str, &'static str)],
}

const fn key(of: &'static [Of], key: &'static str, ja: &'static str, en: &'static str) -> Key {
    Key {
        of,
        key,
        ja,
        en,
        values: &[],
    }
}

/// Every key of the format.
pub(super) const KEYS: &[Key] = &[
    key(
        &[Of::Course, Of::Unit, Of::Rule, Of::Require],
        "id",
        "変わらない名前。半角の英数字とハイフン",
        "the name that never changes: letters a–z, digits, hyphens",
    ),
    key(
        &[Of::Course, Of::Unit, Of::Lesson, Of::Quiz, Of::Rule, Of::Require],
        "title",
        "題",
        "the title",
    ),
    key(
        &[Of::Course],
        "summary",
        "一覧に出る1、2文",
        "one or two sentences for the list",
    ),
    key(
        &[Of::Course],
        "languages",
        "書く言語。1つ目が元の文、ほかは翻訳",
        "the languages; the first is the source",
    ),
    key(
        &[Of::Course],
        "hours",
        "全部でかかる時間",
        "how long it takes, in hours",
    ),
    key(
        &[Of::Course, Of::Lesson, Of::Quiz],
        "competences",
        "身につく力のしるし",
        "tags of what it teaches",
    ),
    key(
        &[Of::Course],
        "requires",
        "先に終えるコース",
        "courses to finish first",
    ),
    key(
        &[Of::Unit],
        "items",
        "レッスンとテストのid、順番に",
        "ids of lessons and quizzes, in order",
    ),
    key(
        &[Of::Lesson, Of::Quiz],
        "minutes",
        "かかる時間（テストでは制限時間）、分",
        "minutes it takes; of a quiz, the time limit",
    ),
    key(
        &[Of::Lesson],
        "goals",
        "できるようになること",
        "what a learner can do afterwards",
    ),
    key(
        &[Of::Lesson],
        "facts",
        "法律・番号など変わりうること。{ what, source, checked }",
        "what may change: { what, source, checked }",
    ),
    Key {
        of: &[Of::Quiz, Of::Require],
        key: "kind",
        ja: "種類",
        en: "the kind",
        values: &[
            (
                "practice",
                "練習。点は数えない",
                "to learn from; counts for nothing",
            ),
            ("test", "テスト。合格すると終わり", "to show what one can do"),
            (
                "survey",
                "アンケート。点はない",
                "to ask for opinions; never scored",
            ),
        ],
    },
    key(
        &[Of::Quiz],
        "pass_percent",
        "合格の点、0–100",
        "the score that passes, 0–100 percent",
    ),
    key(
        &[Of::Quiz],
        "attempts",
        "受けられる回数。0は何回でも",
        "how many tries; 0 is no limit",
    ),
    key(
        &[Of::Quiz],
        "in_class_only",
        "教室だけで受ける",
        "taken only when checked in at a class session",
    ),
    Key {
        of: &[Of::Quiz],
        key: "show_answers",
        ja: "正しい答えをいつ見せるか",
        en: "when the right answers are shown",
        values: &[
            ("immediately", "1問ごとに", "after each question"),
            ("after-submit", "提出の後", "when handed in"),
            ("after-pass", "合格の後", "when passed"),
            ("never", "見せない", "never"),
        ],
    },
    key(
        &[Of::Quiz],
        "draw",
        "しるしごとに何問出すか。{ tag, count }",
        "pools: { tag, count }",
    ),
    key(
        &[Of::Quiz, Of::Question],
        "hint_cost",
        "ヒント1つで減る点",
        "what each hint costs, in points",
    ),
    Key {
        of: &[Of::Question],
        key: "type",
        ja: "問題の種類",
        en: "the question's type",
        values: &[
            ("single", "1つ選ぶ", "one choice"),
            ("multiple", "いくつも選ぶ", "several choices"),
            ("text", "短い言葉", "a short text"),
            ("number", "数", "a number"),
            ("blanks", "文の空欄 [[…]]", "gaps in a text, [[…]]"),
            ("match", "組にする。2列の表", "pairs, a table of two columns"),
            (
                "order",
                "順番にならべる。番号つきのリスト",
                "steps, a numbered list",
            ),
            ("essay", "文章。先生が採点する", "a text that a person grades"),
            (
                "upload",
                "ファイル。先生が採点する",
                "a file that a person grades",
            ),
            ("survey", "意見。点はない", "an opinion; never scored"),
        ],
    },
    key(&[Of::Question], "points", "点、1–1000", "points, 1–1000"),
    Key {
        of: &[Of::Question],
        key: "shuffle",
        ja: "選択肢をまぜる",
        en: "whether choices are mixed",
        values: &[("true", "まぜる", "mixed"), ("false", "書いた順", "as written")],
    },
    Key {
        of: &[Of::Question],
        key: "partial",
        ja: "一部だけ正しいとき",
        en: "what a partly right answer is worth",
        values: &[
            ("all-or-nothing", "0点", "nothing"),
            ("proportional", "合っている分だけ", "its share"),
        ],
    },
    key(
        &[Of::Question],
        "tags",
        "しるし。draw と力のために",
        "tags, for pools and competences",
    ),
    key(
        &[Of::Question],
        "exact",
        "全角・半角、大文字・小文字、かなも同じでなければならない",
        "width, case and kana count",
    ),
    key(
        &[Of::Question],
        "accept",
        "送れるファイルの種類",
        "the kinds of files that are taken",
    ),
    key(
        &[Of::Question],
        "max",
        "ファイルの大きさ。10MB など",
        "the largest file, such as 10MB",
    ),
    key(
        &[Of::Question],
        "many",
        "アンケートでいくつも選べる",
        "several choices of a survey",
    ),
    key(
        &[Of::Rule],
        "on_change",
        "版が変わったとき",
        "what a new version does to those signed ready",
    ),
    key(
        &[Of::Require],
        "ref",
        "コースか、コース/テスト",
        "a course, or course/quiz",
    ),
    key(
        &[Of::Require],
        "min_percent",
        "必要な割合、0–100",
        "percent needed, 0–100",
    ),
    key(
        &[Of::Require],
        "in_class",
        "教室で受けたものだけ",
        "only what was taken in class",
    ),
    key(
        &[Of::Require, Of::Rule],
        "valid_days",
        "何日有効か",
        "how many days it is valid",
    ),
    key(&[Of::Require], "items", "確かめること", "what is checked"),
    key(&[Of::Require], "evidence", "確かめ方", "how it is checked"),
    key(
        &[Of::Require],
        "limits",
        "家で測るものの条件（down, up, latency, jitter, loss, screen_width, screen_height）",
        "what is measured at home must reach this (down, up, latency, jitter, loss, screen_width, screen_height)",
    ),
    key(
        &[Of::Require],
        "waiver",
        "免除できる人と日数",
        "who may waive it, and for how long",
    ),
    key(
        &[Of::Require],
        "excused",
        "届けのある欠席",
        "absences with a reason",
    ),
    key(
        &[Of::Require],
        "make_up",
        "補講の数え方",
        "how make-up classes count",
    ),
];
