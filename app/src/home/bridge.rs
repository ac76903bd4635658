//! The five piers of a person's bridge, in words.

use domain::{Lang, readiness::Standing, say, shown};
use server::{
    Result,
    home::bridge::{self, Bridge},
};
use uuid::Uuid;

use super::picture::{Pier, SpanState};
use crate::web::Req;

/// The piers of a person's bridge, for the person and for staff.
pub async fn piers(req: &Req, person: Uuid) -> Result<[Pier; 5]> {
    let bridge = bridge::bridge(req.actor()?, &req.services, person).await?;
    Ok(drawn(&bridge, req.lang))
}

/// Spans before the first unfinished one are done or ahead as they are; the person stands on the
/// first that is not done.
pub fn drawn(bridge: &Bridge, lang: Lang) -> [Pier; 5] {
    let share = |(done, total): (u32, u32)| {
        if total == 0 {
            0.0
        } else {
            f64::from(done) / f64::from(total)
        }
    };
    let criteria = match bridge.criteria {
        (_, 0) => 0.0,
        (fine, all) => fine as f64 / all as f64,
    };
    let attended = match (bridge.attendance, bridge.attendance_needed) {
        (Some(percent), Some(need)) if need > 0.0 => (percent / need).min(1.0),
        (Some(percent), _) => percent / 100.0,
        (None, _) => 0.0,
    };
    let prepared = bridge.standing.is_ready();
    let shares = [
        share(bridge.lessons),
        share(bridge.tests),
        attended,
        // Only a signature finishes the span, so the last step is kept free for it.
        if prepared { 1.0 } else { criteria * 0.9 },
        if bridge.placed { 1.0 } else { 0.0 },
    ];
    let mut here = false;
    let states = shares.map(|share| {
        if share >= 1.0 {
            SpanState::Done
        } else if !here {
            here = true;
            SpanState::Here(share)
        } else {
            SpanState::Ahead(share)
        }
    });
    let notes = [
        say!(
            lang, done = bridge.lessons.0, all = bridge.lessons.1;
            all of "{done} / {all} 課", one "{done} of {all} lesson", other "{done} of {all} lessons",
        ),
        say!(
            lang, done = bridge.tests.0, all = bridge.tests.1;
            all of "{done} / {all} テスト", one "{done} of {all} test", other "{done} of {all} tests",
        ),
        match bridge.attendance {
            Some(percent) => {
                let percent = shown::percent(percent);
                lang.t(format!("出席 {percent}"), format!("{percent} there"))
            }
            None => lang.t("これから", "not yet").to_owned(),
        },
        match bridge.standing {
            Standing::Ready { .. } => lang.t("準備できた", "ready").to_owned(),
            Standing::Expired => lang.t("期限が切れた", "has run out").to_owned(),
            Standing::NotYet | Standing::Undecided => {
                match bridge.criteria.1 - bridge.criteria.0.min(bridge.criteria.1) {
                    0 => lang.t("確認まち", "to be signed").to_owned(),
                    missing => lang.t(format!("あと {missing} つ"), format!("{missing} to go")),
                }
            }
        },
        match (bridge.placed, bridge.openings) {
            (true, _) => lang.t("働いています", "at work").to_owned(),
            (false, 0) => lang.t("これから", "ahead").to_owned(),
            (false, openings) => say!(
                lang,
                openings of "候補 {openings} 件",
                one "{openings} opening",
                other "{openings} openings",
            ),
        },
    ];
    let mut notes = notes.into_iter();
    states.map(|state| Pier {
        state,
        note: notes.next().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bridge() -> Bridge {
        Bridge {
            lessons: (6, 6),
            tests: (1, 2),
            attendance: Some(90.0),
            attendance_needed: Some(80.0),
            criteria: (3, 4),
            standing: Standing::Undecided,
            openings: 0,
            placed: false,
        }
    }

    #[test]
    fn the_person_stands_on_the_first_span_that_is_not_done() {
        let piers = drawn(&bridge(), Lang::En);
        assert_eq!(piers[0].state, SpanState::Done);
        assert_eq!(piers[1].state, SpanState::Here(0.5));
        assert_eq!(piers[2].state, SpanState::Done);
        assert!(matches!(piers[3].state, SpanState::Ahead(_)));
        assert_eq!(piers[3].note, "1 to go");
    }

    #[test]
    fn without_a_signature_the_prepare_span_is_never_done() {
        let all_met = Bridge {
            criteria: (4, 4),
            tests: (2, 2),
            ..bridge()
        };
        assert!(matches!(drawn(&all_met, Lang::Ja)[3].state, SpanState::Here(_)));
        let signed = Bridge {
            standing: Standing::Ready { until: None },
            ..all_met
        };
        assert_eq!(drawn(&signed, Lang::Ja)[3].state, SpanState::Done);
    }
}
