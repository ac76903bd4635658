//! When a placed person counts as being at work.

use chrono::NaiveDate;

/// Whether a placement with this last working day counts on a day: the last day counts whole, and the
/// seat is free on the next. Work that has yet to begin counts, too. Every page asks here.
pub fn at_work(last_day: Option<NaiveDate>, on: NaiveDate) -> bool {
    last_day.is_none_or(|last| last >= on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_working_day_is_a_working_day_and_the_next_is_not() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        assert!(at_work(None, day(31)));
        assert!(at_work(Some(day(30)), day(30)));
        assert!(!at_work(Some(day(30)), day(31)));
    }
}
