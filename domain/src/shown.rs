//! How a measured number is written for people: cut, never rounded up, so that no figure seems to reach
//! what it does not reach. 79.59 % of the 80 % that are needed is "79 %" everywhere.

/// What a limit forgives: sums of fractions miss a whole number by less than this.
pub const TOLERANCE: f64 = 1e-9;

/// Whether `have` reaches `need`, as every rule of the product sees it.
pub fn reaches(have: f64, need: f64) -> bool {
    have + TOLERANCE >= need
}

/// A number cut after so many decimals, towards less. It reaches a limit written with no more decimals
/// exactly where the number itself does.
pub fn cut(value: f64, decimals: u8) -> f64 {
    let places = 10f64.powi(i32::from(decimals));
    let cut = (value * places + TOLERANCE * places).floor() / places;
    // Never "-0".
    cut + 0.0
}

/// Percent (0–100) in whole numbers, with the sign: `79 %`.
pub fn percent(value: f64) -> String {
    format!("{} %", whole(value))
}

/// A number in whole numbers, without a sign.
pub fn whole(value: f64) -> String {
    format!("{:.0}", cut(value, 0))
}

/// A number with one decimal at most, for files and for what leaves the house.
pub fn tenth(value: f64) -> f64 {
    cut(value, 1)
}

/// Points with two decimals at most: `2.5`, `3`.
pub fn points(value: f64) -> String {
    cut(value, 2).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_little_less_than_the_limit_is_shown_as_less() {
        assert_eq!(percent(79.59), "79 %");
        assert_eq!(percent(99.999), "99 %");
        assert_eq!(tenth(79.96), 79.9);
        assert_eq!(points(2.996), "2.99");
    }

    #[test]
    fn sums_of_fractions_are_whole_where_people_expect_it() {
        assert_eq!(percent(0.29 * 100.0), "29 %");
        assert_eq!(percent(0.57 * 100.0), "57 %");
        assert_eq!(tenth(87.6), 87.6);
        assert_eq!(points(0.1 + 0.2), "0.3");
        assert_eq!(whole(-0.0), "0");
    }

    proptest! {
        #[test]
        fn a_shown_number_reaches_a_limit_exactly_where_the_number_does(
            value in prop_oneof![0.0..100.0f64, (0u32..=100, 1u32..40).prop_map(|(a, b)| f64::from(a.min(b)) / f64::from(b) * 100.0)],
            limit in 0u32..=100,
        ) {
            let limit = f64::from(limit);
            let shown: f64 = whole(value).parse().unwrap();
            prop_assert_eq!(reaches(shown, limit), reaches(value, limit), "{} at {}", value, limit);
            prop_assert_eq!(reaches(tenth(value), limit), reaches(value, limit));
            prop_assert!(shown <= value + TOLERANCE && shown > value - 1.0);
        }
    }
}
