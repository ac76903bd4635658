//! Attendance marks, and how they came to be.
//!
//! A learner's mark at one class session is the latest of its append-only marks.

use serde::{Deserialize, Serialize};

/// What is known about one learner at one class session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Was there.
    Present,
    /// Came late.
    Late,
    /// Was away with a reason, told in advance or later.
    Excused,
    /// Was away.
    Absent,
}

impl Mark {
    /// Every mark, in the order of the roll call's buttons.
    pub const ALL: [Mark; 4] = [Mark::Present, Mark::Late, Mark::Excused, Mark::Absent];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Mark::Present => "present",
            Mark::Late => "late",
            Mark::Excused => "excused",
            Mark::Absent => "absent",
        }
    }

    /// The mark of a stored word.
    pub fn from_code(code: &str) -> Option<Mark> {
        Mark::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

/// How a mark came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// An instructor called the roll.
    RollCall,
    /// The learner typed or scanned the projector's code.
    Code,
    /// A card was read.
    Card,
    /// The learner touched a name on the shared screen.
    Kiosk,
    /// Taken over from a file.
    Import,
    /// The learner told it in advance.
    Notice,
}

impl Method {
    /// Every method.
    pub const ALL: [Method; 6] = [
        Method::RollCall,
        Method::Code,
        Method::Card,
        Method::Kiosk,
        Method::Import,
        Method::Notice,
    ];

    /// The word stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Method::RollCall => "roll-call",
            Method::Code => "code",
            Method::Card => "card",
            Method::Kiosk => "kiosk",
            Method::Import => "import",
            Method::Notice => "notice",
        }
    }

    /// The method of a stored word.
    pub fn from_code(code: &str) -> Option<Method> {
        Method::ALL.into_iter().find(|method| method.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        assert!(
            Mark::ALL
                .into_iter()
                .all(|mark| Mark::from_code(mark.code()) == Some(mark))
        );
        assert!(
            Method::ALL
                .into_iter()
                .all(|method| Method::from_code(method.code()) == Some(method))
        );
    }
}
