//! What a learner may show an employer, and what the employer answers.

use std::collections::BTreeSet;

use crate::Text;

crate::coded_enum! {
    /// A field that a learner may choose to show.
    pub enum PacketField {
        /// The name.
        Name = "name",
        /// The name's reading.
        Reading = "reading",
        /// The e-mail address.
        Email = "email",
        /// The signed readiness decision, and what of its criteria no other field is for.
        Readiness = "readiness",
        /// The results of the tests that the decision looked at.
        Scores = "scores",
        /// The attendance percentage.
        Attendance = "attendance",
        /// What the person has shown they can do.
        Competences = "competences",
        /// Wishes and limits for work.
        Wishes = "wishes",
    }
}

impl PacketField {
    /// The fields of a stored list.
    pub fn list(stored: &str) -> BTreeSet<PacketField> {
        stored
            .split(',')
            .filter_map(|word| word.trim().parse().ok())
            .collect()
    }

    /// The stored list of fields.
    pub fn store(fields: &BTreeSet<PacketField>) -> String {
        fields
            .iter()
            .map(|field| field.code())
            .collect::<Vec<_>>()
            .join(",")
    }

    /// What the field is called.
    pub fn name(self) -> Text {
        let (ja, en) = match self {
            PacketField::Name => ("名前", "Name"),
            PacketField::Reading => ("名前の読み", "Reading of the name"),
            PacketField::Email => ("メールアドレス", "E-mail address"),
            PacketField::Readiness => ("仕事の準備の記録", "Readiness for work"),
            PacketField::Scores => ("テストの結果", "Test results"),
            PacketField::Attendance => ("出席率", "Attendance"),
            PacketField::Competences => ("できること", "Skills"),
            PacketField::Wishes => ("仕事の希望", "Wishes for work"),
        };
        Text {
            ja: Some(ja.to_owned()),
            en: Some(en.to_owned()),
        }
    }
}

crate::coded_enum! {
    /// What an employer answered.
    pub enum Answer {
        /// They want the person.
        Yes = "yes",
        /// They want to talk first.
        Talk = "talk",
        /// Not this time.
        No = "no",
    }
}
