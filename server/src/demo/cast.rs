//! The people of the demo. Everybody is made up; so is the town of Minato.

use domain::identity::Role;

/// The password of everybody in the demo.
pub(super) const PASSWORD: &str = "hashi-demo-2026";

/// Someone who works in the classroom.
pub(super) struct Staff {
    pub(super) sign_in: &'static str,
    pub(super) name: &'static str,
    pub(super) kana: &'static str,
    pub(super) role: Role,
}

pub(super) const ADMINISTRATOR: Staff = Staff {
    sign_in: "kanri",
    name: "波止場 守",
    kana: "はとば まもる",
    role: Role::Administrator,
};
pub(super) const COORDINATOR: Staff = Staff {
    sign_in: "yuko",
    name: "橋本 ゆう子",
    kana: "はしもと ゆうこ",
    role: Role::Coordinator,
};
pub(super) const INSTRUCTOR: Staff = Staff {
    sign_in: "sensei",
    name: "教野 学",
    kana: "おしえの まなぶ",
    role: Role::Instructor,
};

/// How far somebody is in the courses.
#[derive(Clone, Copy)]
pub(super) enum Reach {
    /// Has not begun.
    Nothing,
    /// Has done this many percent of the first course's items.
    Share(usize),
    /// Has read what comes before the first test, and failed it twice.
    FirstTestFailed,
    /// Has finished all of them.
    All,
}

/// A learner and what happened so far.
pub(super) struct Learner {
    pub(super) sign_in: &'static str,
    pub(super) name: &'static str,
    pub(super) kana: &'static str,
    /// Whether in the evening cohort; else in the afternoon one.
    pub(super) evening: bool,
    /// Days since joining the classroom.
    pub(super) joined: i64,
    /// A letter for each of the past eight class sessions: present, late, excused, absent, or `-`
    /// before joining.
    pub(super) marks: &'static str,
    /// How far in the courses.
    pub(super) reach: Reach,
    /// From how many to how many days ago the courses were worked on. What was handed in last is graded
    /// before a decision is signed.
    pub(super) studied: (i64, i64),
    /// How many tries failed at each test before one passed.
    pub(super) failed: usize,
    /// What is seen of this person in the flow, in Japanese and English.
    pub(super) state: (&'static str, &'static str),
}

/// The learners, in the order of the flow.
pub(super) const LEARNERS: [Learner; 12] = [
    Learner {
        sign_in: "taro",
        name: "浜辺 太郎",
        kana: "はまべ たろう",
        evening: false,
        joined: 2,
        marks: "--------",
        reach: Reach::Nothing,
        studied: (2, 1),
        failed: 0,
        state: ("入ったばかり", "has just joined"),
    },
    Learner {
        sign_in: "hanako",
        name: "港 花子",
        kana: "みなと はなこ",
        evening: false,
        joined: 58,
        marks: "PPLPPPEP",
        reach: Reach::Share(60),
        studied: (54, 3),
        failed: 0,
        state: ("学んでいる", "is learning"),
    },
    Learner {
        sign_in: "yoshiko",
        name: "渚 良子",
        kana: "なぎさ よしこ",
        evening: false,
        joined: 58,
        marks: "PPPPLPPP",
        reach: Reach::FirstTestFailed,
        studied: (50, 4),
        failed: 2,
        state: ("テストに落ちた", "failed a test"),
    },
    Learner {
        sign_in: "jiro",
        name: "岬 次郎",
        kana: "みさき じろう",
        evening: false,
        joined: 58,
        marks: "PAALAEAP",
        reach: Reach::Share(25),
        studied: (52, 20),
        failed: 0,
        state: ("授業を休みがち", "often misses class"),
    },
    Learner {
        sign_in: "harue",
        name: "潮見 春江",
        kana: "しおみ はるえ",
        evening: false,
        joined: 58,
        marks: "PPPPPEPP",
        reach: Reach::All,
        studied: (54, 6),
        failed: 1,
        state: ("あと少しで準備完了", "is almost ready"),
    },
    Learner {
        sign_in: "tadashi",
        name: "灯台 正",
        kana: "とうだい ただし",
        evening: false,
        joined: 58,
        marks: "PPPLPPPP",
        reach: Reach::All,
        studied: (55, 17),
        failed: 0,
        state: ("準備完了（署名ずみ）", "is signed ready"),
    },
    Learner {
        sign_in: "megumi",
        name: "帆足 めぐみ",
        kana: "ほあし めぐみ",
        evening: true,
        joined: 58,
        marks: "PPPPPPLP",
        reach: Reach::All,
        studied: (55, 23),
        failed: 0,
        state: ("会社に見せる同意をした", "consented to show data"),
    },
    Learner {
        sign_in: "ken",
        name: "波風 健",
        kana: "なみかぜ けん",
        evening: true,
        joined: 58,
        marks: "PPPPPPPE",
        reach: Reach::All,
        studied: (55, 25),
        failed: 1,
        state: ("会社に紹介された", "was referred to companies"),
    },
    Learner {
        sign_in: "hikaru",
        name: "海原 ひかる",
        kana: "うなばら ひかる",
        evening: true,
        joined: 75,
        marks: "PPPPLPPP",
        reach: Reach::All,
        studied: (74, 49),
        failed: 0,
        state: ("働きはじめた", "is at work"),
    },
    Learner {
        sign_in: "sakura",
        name: "沖 さくら",
        kana: "おき さくら",
        evening: true,
        joined: 240,
        marks: "PEPPPPLP",
        reach: Reach::All,
        studied: (232, 200),
        failed: 0,
        state: (
            "働いている。署名の期限が切れた",
            "is at work; the signature has expired",
        ),
    },
    Learner {
        sign_in: "makoto",
        name: "島 まこと",
        kana: "しま まこと",
        evening: true,
        joined: 58,
        marks: "PAPEAPAL",
        reach: Reach::All,
        studied: (55, 11),
        failed: 1,
        state: (
            "「まだ」と署名された。出席は免除",
            "was signed “not yet”; attendance is waived",
        ),
    },
    Learner {
        sign_in: "misaki",
        name: "千鳥 みさき",
        kana: "ちどり みさき",
        evening: true,
        joined: 58,
        marks: "PALPPPPP",
        reach: Reach::All,
        studied: (55, 18),
        failed: 0,
        state: (
            "例外として準備完了。会社の答えは「お願いしたい」",
            "ready by override; a company said yes",
        ),
    },
];
