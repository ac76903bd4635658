//! What scripts send beside a form, and what they are told once it is taken. Scripts are answered in JSON,
//! always; the refusals too (`failure`, `server::http::refusal`).
//!
//! A script posts a form of the page as the page itself would, and says by `Accept: application/json` that
//! it cannot read a page. Beside the fields it tells how long ago the form was filled (`age`, in
//! milliseconds): it may have been kept on the device since.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use server::{Error, Result};

use super::Pairs;

/// The field that tells how long ago a form was filled.
const AGE: &str = "age";

/// An age beyond this is none: the device's clock was set meanwhile.
const OLDEST: TimeDelta = TimeDelta::days(90);

/// What a script is told once what it sent is on disk: `{"saved": true}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Saved {
    saved: Yes,
    #[serde(skip_serializing_if = "is_no")]
    beside: bool,
    #[serde(skip_serializing_if = "is_no")]
    late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    say: Option<&'static str>,
}

impl Saved {
    /// It may stand beside another one, so that the person has to choose.
    pub fn beside(beside: bool) -> Saved {
        Saved {
            beside,
            ..Saved::default()
        }
    }

    /// It is on disk, and this is said of it.
    pub fn saying(say: &'static str) -> Saved {
        Saved {
            say: Some(say),
            ..Saved::default()
        }
    }

    /// It may have come too late to count, since a newer one does.
    pub fn late(late: bool) -> Saved {
        Saved {
            late,
            ..Saved::default()
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_no(flag: &bool) -> bool {
    !flag
}

/// `true`, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Yes;

impl Serialize for Yes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

/// When a form was filled, where a script says that this is a while ago: by the server's clock, so that
/// the device's need not be right.
pub(super) fn filled_at(fields: &mut Pairs) -> Result<Option<DateTime<Utc>>> {
    let Some(age) = fields.take(AGE) else {
        return Ok(None);
    };
    let age: i64 = age
        .parse()
        .map_err(|_| Error::Misread("the form's age is none".to_owned()))?;
    let age = TimeDelta::milliseconds(age);
    let real = (TimeDelta::zero()..=OLDEST).contains(&age);
    Ok(real.then(|| server::db::now() - age))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_told_what_is_true_and_nothing_else() {
        let text = |saved: Saved| serde_json::to_string(&saved).unwrap();
        assert_eq!(text(Saved::default()), "{\"saved\":true}");
        assert_eq!(text(Saved::beside(true)), "{\"saved\":true,\"beside\":true}");
        assert_eq!(text(Saved::late(false)), "{\"saved\":true}");
        assert_eq!(text(Saved::saying("Right")), "{\"saved\":true,\"say\":\"Right\"}");
    }

    #[test]
    fn a_form_was_filled_some_time_before_now_or_now() {
        let age = |age: &str| {
            let mut fields = Pairs(vec![("age".to_owned(), age.to_owned())]);
            let at = filled_at(&mut fields)
                .ok()
                .map(|at| at.map(|at| server::db::now() - at));
            (fields.is_empty(), at)
        };
        let (gone, Some(Some(ago))) = age("60000") else {
            panic!("a minute is an age")
        };
        assert!(gone && ago >= TimeDelta::seconds(60) && ago < TimeDelta::seconds(61));
        assert_eq!(age("-5").1, Some(None), "a clock that was set back");
        assert_eq!(age("99999999999999999").1, Some(None));
        assert_eq!(age("soon").1, None);
    }
}
