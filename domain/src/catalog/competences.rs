//! The competences that lessons, quizzes and openings name by tags.

use crate::Text;

/// The tags of DigComp begin with this.
pub const DIGCOMP_TAG: &str = "digcomp:";

/// A competence of DigComp 2.2 (Vuorikari, Kluzer and Punie, European Commission, 2022).
pub struct Competence {
    /// Its number, as `1.2`.
    pub number: &'static str,
    /// Plain words in Japanese.
    pub ja: &'static str,
    /// Plain words in English.
    pub en: &'static str,
    /// What the framework calls it.
    pub framework: &'static str,
}

/// The competences of DigComp, in their order.
pub const DIGCOMP: [Competence; 21] = [
    Competence {
        number: "1.1",
        ja: "情報を探す",
        en: "Finding information",
        framework: "Browsing, searching and filtering data, information and digital content",
    },
    Competence {
        number: "1.2",
        ja: "情報が正しいか確かめる",
        en: "Judging information",
        framework: "Evaluating data, information and digital content",
    },
    Competence {
        number: "1.3",
        ja: "ファイルを整理する",
        en: "Keeping files in order",
        framework: "Managing data, information and digital content",
    },
    Competence {
        number: "2.1",
        ja: "メールや通話で連絡する",
        en: "Communicating online",
        framework: "Interacting through digital technologies",
    },
    Competence {
        number: "2.2",
        ja: "ファイルを共有する",
        en: "Sharing files",
        framework: "Sharing through digital technologies",
    },
    Competence {
        number: "2.3",
        ja: "行政などの手続きをネットでする",
        en: "Using public services online",
        framework: "Engaging in citizenship through digital technologies",
    },
    Competence {
        number: "2.4",
        ja: "ネットで一緒に作業する",
        en: "Working together online",
        framework: "Collaborating through digital technologies",
    },
    Competence {
        number: "2.5",
        ja: "ネットのマナー",
        en: "Good manners online",
        framework: "Netiquette",
    },
    Competence {
        number: "2.6",
        ja: "自分のアカウントを管理する",
        en: "Managing one's accounts",
        framework: "Managing digital identity",
    },
    Competence {
        number: "3.1",
        ja: "文書や表を作る",
        en: "Making documents and tables",
        framework: "Developing digital content",
    },
    Competence {
        number: "3.2",
        ja: "文書や表を直す・組み合わせる",
        en: "Changing and combining content",
        framework: "Integrating and re-elaborating digital content",
    },
    Competence {
        number: "3.3",
        ja: "著作権を守る",
        en: "Respecting copyright",
        framework: "Copyright and licences",
    },
    Competence {
        number: "3.4",
        ja: "プログラムを作る",
        en: "Programming",
        framework: "Programming",
    },
    Competence {
        number: "4.1",
        ja: "パソコンを守る",
        en: "Protecting a computer",
        framework: "Protecting devices",
    },
    Competence {
        number: "4.2",
        ja: "個人の情報を守る",
        en: "Protecting personal data",
        framework: "Protecting personal data and privacy",
    },
    Competence {
        number: "4.3",
        ja: "体をいたわって使う",
        en: "Staying healthy at a screen",
        framework: "Protecting health and well-being",
    },
    Competence {
        number: "4.4",
        ja: "環境にやさしく使う",
        en: "Caring for the environment",
        framework: "Protecting the environment",
    },
    Competence {
        number: "5.1",
        ja: "困ったときに直す",
        en: "Solving technical problems",
        framework: "Solving technical problems",
    },
    Competence {
        number: "5.2",
        ja: "目的に合う道具を選ぶ",
        en: "Choosing the right tool",
        framework: "Identifying needs and technological responses",
    },
    Competence {
        number: "5.3",
        ja: "道具を工夫して使う",
        en: "Using tools creatively",
        framework: "Creatively using digital technologies",
    },
    Competence {
        number: "5.4",
        ja: "足りない力に気づく",
        en: "Knowing what to learn next",
        framework: "Identifying digital competence gaps",
    },
];

/// A competence in plain words; a tag of another list is shown as it is.
pub fn name(tag: &str) -> Text {
    let number = tag.strip_prefix(DIGCOMP_TAG);
    let found = number.and_then(|number| DIGCOMP.iter().find(|it| it.number == number));
    Text {
        ja: Some(found.map_or(tag, |it| it.ja).to_owned()),
        en: found.map(|it| it.en.to_owned()),
    }
}

/// Whether a tag is none of DigComp, or one of its competences.
pub fn is_known(tag: &str) -> bool {
    match tag.strip_prefix(DIGCOMP_TAG) {
        Some(number) => DIGCOMP.iter().any(|it| it.number == number),
        None => true,
    }
}
