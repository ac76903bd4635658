//! What an opening offers and what a person wishes, as far as matching looks at them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

crate::coded_enum! {
    /// Where the work is done.
    pub enum WorkMode {
        /// At home.
        Telework = "telework",
        /// At the employer's place.
        OnSite = "on-site",
        /// Partly at home, partly at the employer's place.
        Mixed = "mixed",
    }
}

impl WorkMode {
    /// Whether some of the work is done at home.
    pub fn at_home(self) -> bool {
        match self {
            WorkMode::Telework | WorkMode::Mixed => true,
            WorkMode::OnSite => false,
        }
    }

    /// Whether some of the work is done at the employer's place.
    pub fn commutes(self) -> bool {
        match self {
            WorkMode::OnSite | WorkMode::Mixed => true,
            WorkMode::Telework => false,
        }
    }
}

/// An opening, as matching sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The kind of work, a word that wishes name too.
    pub kind: String,
    /// Where the work is done.
    pub work_mode: WorkMode,
    /// The town of the workplace.
    pub place: String,
    /// Hours a week.
    pub hours_per_week: u32,
    /// Start of the working hours, in minutes of the day.
    pub hours_from: Option<u32>,
    /// End of the working hours, in minutes of the day.
    pub hours_to: Option<u32>,
    /// The first working day.
    pub starts_on: NaiveDate,
    /// Whether the employer lends the computer.
    pub equipment_provided: bool,
    /// Competences it cannot do without.
    pub essential: Vec<String>,
    /// Competences that help.
    pub desirable: Vec<String>,
    /// How many people are wanted.
    pub seats: u32,
    /// How many of the seats are taken.
    pub filled: u32,
    /// The last day to refer somebody.
    pub closes_on: Option<NaiveDate>,
    /// The readiness rule it asks for.
    pub rule_id: Option<String>,
}

/// A person's wishes and limits. Whatever is empty or none is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// Modes the person can work in, the favourite first.
    pub work_modes: Vec<WorkMode>,
    /// Most hours a week.
    pub max_hours_per_week: Option<u32>,
    /// Start of the time they can work in, in minutes of the day.
    pub available_from: Option<u32>,
    /// End of the time they can work in, in minutes of the day.
    pub available_to: Option<u32>,
    /// The first day they can start.
    pub earliest_start: Option<NaiveDate>,
    /// Whether they have a computer to work on.
    pub has_device: Option<bool>,
    /// Whether they have a line that is fast enough.
    pub has_line: Option<bool>,
    /// Towns they can commute to.
    pub max_commute_places: Vec<String>,
    /// Kinds of work they would like.
    pub kinds: Vec<String>,
}

/// A person, as matching sees them.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// Their wishes, if they told them.
    pub wishes: Option<&'a Wishes>,
    /// Whether they are signed ready under the opening's rule.
    pub ready: bool,
    /// The requirements (their ids) that the opening's rule finds missing; none where the rule was not
    /// evaluated.
    pub missing: Option<&'a [String]>,
    /// The tags of what they have shown they can do.
    pub competences: &'a BTreeSet<String>,
    /// Whether they agreed that this employer may see their data.
    pub consent: bool,
}
