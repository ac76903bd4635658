//! The hard constraints. Each passes, fails or has no data, and keeps the facts it looked at, so
//! that a page can say why in both languages.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Candidate, Opening, Wishes, WorkMode};

/// How a constraint came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It fits.
    Pass,
    /// It does not fit.
    Fail,
    /// Not known; never a failure.
    NoData,
}

/// What a constraint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConstraintKind {
    /// Telework or on site.
    WorkMode,
    /// The way to the workplace.
    Commute,
    /// Hours a week.
    Hours,
    /// The time of day.
    TimeOfDay,
    /// The first working day.
    Start,
    /// A computer to work on.
    Device,
    /// A line that is fast enough.
    Line,
    /// Signed readiness.
    Readiness,
    /// Agreement that the employer sees data.
    Consent,
    /// A free seat.
    Seats,
    /// The closing date.
    Closing,
}

/// The facts that a constraint looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Detail {
    /// Telework or on site.
    WorkMode {
        /// What the opening offers.
        offered: WorkMode,
        /// What the person can do.
        wished: Vec<WorkMode>,
    },
    /// The way to the workplace.
    Commute {
        /// The town of the workplace.
        place: String,
        /// Towns the person can commute to.
        reachable: Vec<String>,
    },
    /// Hours a week.
    Hours {
        /// The opening's.
        offered: u32,
        /// The person's most.
        most: Option<u32>,
    },
    /// The time of day, in minutes of the day.
    TimeOfDay {
        /// Start of the working hours.
        from: Option<u32>,
        /// End of the working hours.
        to: Option<u32>,
        /// From when the person can work.
        available_from: Option<u32>,
        /// Until when the person can work.
        available_to: Option<u32>,
    },
    /// The first working day.
    Start {
        /// The opening's.
        starts_on: NaiveDate,
        /// The person's earliest.
        earliest: Option<NaiveDate>,
    },
    /// A computer to work on.
    Device {
        /// Whether the employer lends it.
        provided: bool,
        /// Whether the person has one.
        has: Option<bool>,
    },
    /// A line that is fast enough.
    Line {
        /// Whether the person has one.
        has: Option<bool>,
    },
    /// Signed readiness.
    Readiness {
        /// The rule's id.
        rule: String,
        /// Whether the person is signed ready under it.
        ready: bool,
    },
    /// Agreement that the employer sees data; asked when there is interest, so not yet given is no
    /// failure.
    Consent {
        /// Whether it was given.
        given: bool,
    },
    /// A free seat.
    Seats {
        /// How many people are wanted.
        seats: u32,
        /// How many seats are taken.
        filled: u32,
    },
    /// The closing date.
    Closing {
        /// The last day to refer somebody.
        closes_on: NaiveDate,
    },
}

impl Detail {
    /// What the facts are about.
    pub fn kind(&self) -> ConstraintKind {
        match self {
            Detail::WorkMode { .. } => ConstraintKind::WorkMode,
            Detail::Commute { .. } => ConstraintKind::Commute,
            Detail::Hours { .. } => ConstraintKind::Hours,
            Detail::TimeOfDay { .. } => ConstraintKind::TimeOfDay,
            Detail::Start { .. } => ConstraintKind::Start,
            Detail::Device { .. } => ConstraintKind::Device,
            Detail::Line { .. } => ConstraintKind::Line,
            Detail::Readiness { .. } => ConstraintKind::Readiness,
            Detail::Consent { .. } => ConstraintKind::Consent,
            Detail::Seats { .. } => ConstraintKind::Seats,
            Detail::Closing { .. } => ConstraintKind::Closing,
        }
    }
}

/// One hard constraint and how it came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Constraint {
    /// What it is about.
    pub kind: ConstraintKind,
    /// How it came out.
    pub outcome: Outcome,
    /// Why.
    pub detail: Detail,
}

fn constraint(outcome: Outcome, detail: Detail) -> Constraint {
    Constraint {
        kind: detail.kind(),
        outcome,
        detail,
    }
}

fn known(fits: Option<bool>) -> Outcome {
    match fits {
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
        None => Outcome::NoData,
    }
}

/// Every constraint that applies to this opening, in the order they are shown.
pub(super) fn constraints(opening: &Opening, candidate: &Candidate<'_>, today: NaiveDate) -> Vec<Constraint> {
    let unknown = Wishes::default();
    let wishes = candidate.wishes.unwrap_or(&unknown);
    let mut all = vec![work_mode(opening, wishes)];
    if opening.work_mode.commutes() {
        all.push(commute(opening, wishes));
    }
    all.push(hours(opening, wishes));
    if opening.hours_from.is_some() || opening.hours_to.is_some() {
        all.push(time_of_day(opening, wishes));
    }
    all.push(start(opening, wishes));
    if opening.work_mode.at_home() {
        let provided = opening.equipment_provided;
        let device = if provided { Some(true) } else { wishes.has_device };
        all.push(constraint(
            known(device),
            Detail::Device {
                provided,
                has: wishes.has_device,
            },
        ));
        all.push(constraint(
            known(wishes.has_line),
            Detail::Line { has: wishes.has_line },
        ));
    }
    if let Some(rule) = &opening.rule_id {
        let ready = candidate.ready;
        all.push(constraint(
            known(Some(ready)),
            Detail::Readiness {
                rule: rule.clone(),
                ready,
            },
        ));
    }
    let (seats, filled) = (opening.seats, opening.filled);
    all.push(constraint(
        known(Some(filled < seats)),
        Detail::Seats { seats, filled },
    ));
    if let Some(closes_on) = opening.closes_on {
        all.push(constraint(
            known(Some(today <= closes_on)),
            Detail::Closing { closes_on },
        ));
    }
    let given = candidate.consent;
    all.push(constraint(
        known(given.then_some(true)),
        Detail::Consent { given },
    ));
    all
}

fn work_mode(opening: &Opening, wishes: &Wishes) -> Constraint {
    let (offered, wished) = (opening.work_mode, wishes.work_modes.clone());
    let fits = if wished.is_empty() {
        None
    } else {
        // Who can do both can do a mixture of them.
        let both = wished.contains(&WorkMode::Telework) && wished.contains(&WorkMode::OnSite);
        Some(wished.contains(&offered) || (offered == WorkMode::Mixed && both))
    };
    constraint(known(fits), Detail::WorkMode { offered, wished })
}

fn commute(opening: &Opening, wishes: &Wishes) -> Constraint {
    let (place, reachable) = (opening.place.clone(), wishes.max_commute_places.clone());
    let same = |town: &String| town.trim() == place.trim();
    let fits = (!reachable.is_empty()).then(|| reachable.iter().any(same));
    constraint(known(fits), Detail::Commute { place, reachable })
}

fn hours(opening: &Opening, wishes: &Wishes) -> Constraint {
    let (offered, most) = (opening.hours_per_week, wishes.max_hours_per_week);
    constraint(
        known(most.map(|most| offered <= most)),
        Detail::Hours { offered, most },
    )
}

fn time_of_day(opening: &Opening, wishes: &Wishes) -> Constraint {
    let (from, to) = (opening.hours_from, opening.hours_to);
    let (available_from, available_to) = (wishes.available_from, wishes.available_to);
    let begins = from
        .zip(available_from)
        .map(|(from, available)| available <= from);
    let ends = to.zip(available_to).map(|(to, available)| to <= available);
    // One end that does not fit decides; the other may be unknown.
    let fits = match (begins, ends) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (Some(true), None) => to.is_none().then_some(true),
        (None, Some(true)) => from.is_none().then_some(true),
        (None, None) => None,
    };
    constraint(
        known(fits),
        Detail::TimeOfDay {
            from,
            to,
            available_from,
            available_to,
        },
    )
}

fn start(opening: &Opening, wishes: &Wishes) -> Constraint {
    let (starts_on, earliest) = (opening.starts_on, wishes.earliest_start);
    constraint(
        known(earliest.map(|earliest| earliest <= starts_on)),
        Detail::Start { starts_on, earliest },
    )
}
