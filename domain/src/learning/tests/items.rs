use proptest::prelude::*;

use crate::learning::items::*;

fn mark(points: f64, rest: f64) -> Mark {
    Mark {
        points,
        most: 1.0,
        rest,
        percent: (points + rest) * 10.0,
        passed: Some(points + rest >= 6.0),
    }
}

fn count(id: &str, correct: bool, all: usize, upper: usize, lower: usize) -> ChoiceCount {
    ChoiceCount {
        id: id.to_owned(),
        correct,
        all,
        upper,
        lower,
    }
}

/// Six attempts, worked out by hand. Points 1 1 1 0 0 0 with rests 9 8 4 6 3 0:
/// means 0.5 and 5; the products of the deviations add up to ½·(4+3−1) − ½·(1−2−5) = 6, the squares to
/// 6·¼ = 1.5 and 16+9+1+1+4+25 = 56; r = 6 ∕ √(1.5·56) = 6 ∕ √84 = 0.65465….
const BY_HAND: [(f64, f64); 6] = [
    (1.0, 9.0),
    (1.0, 8.0),
    (1.0, 4.0),
    (0.0, 6.0),
    (0.0, 3.0),
    (0.0, 0.0),
];

fn by_hand() -> Vec<Mark> {
    BY_HAND
        .iter()
        .map(|(points, rest)| mark(*points, *rest))
        .collect()
}

#[test]
fn the_numbers_are_those_worked_out_by_hand() {
    let marks = by_hand();
    assert_eq!(difficulty(&marks), Some(0.5));
    let r = discrimination(&marks).unwrap();
    assert!((r - 6.0 / 84f64.sqrt()).abs() < 1e-12, "{r}");
    assert!((r - 0.654_653_670_7).abs() < 1e-9, "{r}");
    // Half points count as half.
    let half = [mark(0.5, 1.0), mark(0.25, 2.0)];
    assert_eq!(difficulty(&half), Some(0.375));
    assert_eq!(difficulty(&[]), None);
}

#[test]
fn the_question_itself_is_left_out_of_the_rest() {
    // All know one other question or none, in no relation to this one: with the question in the total,
    // the correlation would be √½ instead of 0.
    let marks: Vec<Mark> = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
        .iter()
        .cycle()
        .take(8)
        .map(|(points, rest)| mark(*points, *rest))
        .collect();
    assert!(discrimination(&marks).unwrap().abs() < 1e-12);
    let with_itself: Vec<_> = marks
        .iter()
        .map(|mark| (mark.points, mark.points + mark.rest))
        .collect();
    assert!((pearson(&with_itself).unwrap() - 0.5f64.sqrt()).abs() < 1e-12);
}

#[test]
fn few_answers_or_equal_ones_have_no_discrimination() {
    let marks = by_hand();
    assert_eq!(discrimination(&marks[..4]), None);
    assert_eq!(discrimination(&[mark(1.0, 3.0); 9]), None);
    // A tenth of a point has no exact binary form; equal is equal all the same.
    assert_eq!(pearson(&[(0.1 + 0.2, 1.0), (0.3, 2.0), (0.3, 3.0)]), None);
    assert_eq!(flags(&marks[..4], &[]), []);
}

#[test]
fn the_median_time_is_that_of_the_one_in_the_middle() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[5.0, 3000.0, 7.0]), Some(7.0));
    assert_eq!(median(&[4.0, 8.0]), Some(6.0));
}

#[test]
fn equals_at_a_border_are_in_the_same_third() {
    use Group::{Lower, Middle, Upper};
    assert_eq!(
        groups(&[10.0, 90.0, 50.0, 60.0, 20.0, 80.0]),
        [Lower, Upper, Middle, Middle, Lower, Upper]
    );
    assert_eq!(
        groups(&[10.0, 10.0, 10.0, 50.0, 60.0, 90.0]),
        [Lower, Lower, Lower, Middle, Upper, Upper]
    );
    assert_eq!(groups(&[70.0; 6]), [Middle; 6]);
    assert_eq!(groups(&[1.0, 2.0]), [Middle; 2]);
    assert_eq!(groups(&[]), []);
}

#[test]
fn a_wrong_key_is_found_by_those_who_know_the_rest() {
    // Eight who pass chose "b", two who fail chose "a", which the key calls right.
    let mut marks: Vec<Mark> = (0..8)
        .map(|more| mark(0.0, 7.0 + f64::from(more) / 8.0))
        .collect();
    marks.extend([mark(1.0, 1.0), mark(1.0, 2.0)]);
    let choices = [
        count("a", true, 2, 0, 2),
        count("b", false, 8, 3, 1),
        count("c", false, 0, 0, 0),
    ];
    assert_eq!(
        flags(&marks, &choices),
        [
            Flag::PassersFail,
            Flag::Negative,
            Flag::Misleading(vec!["b".to_owned()]),
        ]
    );
    // Ten say nothing yet about how hard it is; six times as many do, in the same proportions.
    let marks: Vec<Mark> = marks.iter().cycle().take(60).copied().collect();
    let choices = [
        count("a", true, 12, 0, 12),
        count("b", false, 48, 18, 6),
        count("c", false, 0, 0, 0),
    ];
    let flags = flags(&marks, &choices);
    assert!(flags.contains(&Flag::Unused(vec!["c".to_owned()])), "{flags:?}");
    assert!(!flags.contains(&Flag::TooHard), "{flags:?}");
}

#[test]
fn five_attempts_raise_no_flag_about_anything_that_chance_does() {
    // Of five who pass, three miss it; it goes the wrong way; the best two chose a wrong answer.
    let marks = [
        mark(0.0, 9.0),
        mark(0.0, 8.5),
        mark(1.0, 8.0),
        mark(0.0, 7.5),
        mark(1.0, 7.0),
    ];
    let choices = [
        count("a", true, 2, 0, 1),
        count("b", false, 3, 1, 0),
        count("c", false, 0, 0, 0),
    ];
    assert_eq!(flags(&marks, &choices), []);
}

#[test]
fn a_good_question_has_no_flags_and_an_easy_one_has_one() {
    let choices = [count("a", true, 3, 2, 0), count("b", false, 3, 0, 2)];
    assert_eq!(flags(&by_hand(), &choices), []);
    let easy: Vec<Mark> = (0..60).map(|rest| mark(1.0, f64::from(rest % 6))).collect();
    assert_eq!(flags(&easy[..6], &[]), []);
    assert_eq!(flags(&easy, &[]), [Flag::TooEasy]);
    let hard: Vec<Mark> = (0..60).map(|rest| mark(0.0, f64::from(rest % 6))).collect();
    assert_eq!(flags(&hard, &[]), [Flag::TooHard]);
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let one = (0u8..=4, 0u8..=40, any::<bool>()).prop_map(|(points, rest, passed)| Mark {
        points: f64::from(points) / 4.0,
        most: 1.0,
        rest: f64::from(rest) / 4.0,
        percent: f64::from(points + rest) / 44.0 * 100.0,
        passed: Some(passed),
    });
    prop::collection::vec(one, 0..40)
}

#[test]
fn the_intervals_are_those_of_the_tables() {
    // Wilson, 90 %: 8 of 10.
    let wilson = share_interval(0.8, 10).unwrap();
    assert!(
        (wilson.low - 0.541).abs() < 0.001 && (wilson.high - 0.931).abs() < 0.001,
        "{wilson:?}"
    );
    // Fisher, 90 %: r = 0.5 over 28 pairs, atanh(0.5) = 0.5493, half 1.645 ∕ 5 = 0.329.
    let fisher = correlation_interval(0.5, 28).unwrap();
    assert!(
        (fisher.low - 0.217).abs() < 0.001 && (fisher.high - 0.706).abs() < 0.001,
        "{fisher:?}"
    );
    assert_eq!(share_interval(0.5, 0), None);
    assert_eq!(correlation_interval(0.5, 3), None);
}

proptest! {
    #[test]
    fn an_interval_holds_what_was_measured_and_more_answers_make_it_narrower(
        share in 0.0..=1.0f64, r in -1.0..=1.0f64, n in 4usize..200,
    ) {
        let wilson = share_interval(share, n).unwrap();
        prop_assert!(wilson.low <= share + 1e-9 && share <= wilson.high + 1e-9);
        prop_assert!(share_interval(share, 4 * n).unwrap().width() < wilson.width());
        let fisher = correlation_interval(r, n).unwrap();
        prop_assert!(fisher.low <= r + 1e-5 && r <= fisher.high + 1e-5);
        prop_assert!((-1.0..=1.0).contains(&fisher.low) && (-1.0..=1.0).contains(&fisher.high));
    }

    #[test]
    fn every_number_stays_in_its_range_and_no_order_of_attempts_changes_it(
        (marks, mixed) in marks().prop_flat_map(|marks| (Just(marks.clone()), Just(marks).prop_shuffle())),
    ) {
        if let Some(p) = difficulty(&marks) {
            prop_assert!((0.0..=1.0).contains(&p));
        }
        if let Some(r) = discrimination(&marks) {
            prop_assert!((-1.0..=1.0).contains(&r));
        }
        prop_assert_eq!(difficulty(&marks), difficulty(&mixed));
        prop_assert_eq!(discrimination(&marks), discrimination(&mixed));
        prop_assert_eq!(flags(&marks, &[]), flags(&mixed, &[]));
        let third = |marks: &[Mark]| {
            let percents: Vec<f64> = marks.iter().map(|mark| mark.percent).collect();
            let mut all: Vec<(String, String)> = percents
                .iter()
                .zip(groups(&percents))
                .map(|(percent, group)| (format!("{percent:?}"), format!("{group:?}")))
                .collect();
            all.sort();
            all
        };
        prop_assert_eq!(third(&marks), third(&mixed));
    }

    #[test]
    fn points_on_another_scale_discriminate_as_well(marks in marks(), scale in 1u8..9, more in 0u8..9) {
        let scaled: Vec<Mark> = marks
            .iter()
            .map(|mark| Mark {
                points: mark.points * f64::from(scale),
                most: mark.most * f64::from(scale),
                rest: mark.rest + f64::from(more),
                ..*mark
            })
            .collect();
        match (discrimination(&marks), discrimination(&scaled)) {
            (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9),
            (a, b) => prop_assert_eq!(a, b),
        }
    }

    #[test]
    fn a_perfect_relation_is_one_and_its_reverse_minus_one(numbers in prop::collection::vec(-50i32..50, 5..30)) {
        let pairs: Vec<(f64, f64)> = numbers.iter().map(|x| (f64::from(*x), 3.0 * f64::from(*x) + 1.0)).collect();
        let back: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (*x, -y)).collect();
        if let Some(r) = pearson(&pairs) {
            prop_assert!((r - 1.0).abs() < 1e-9);
            prop_assert!((pearson(&back).unwrap() + 1.0).abs() < 1e-9);
        } else {
            prop_assert!(numbers.iter().all(|x| Some(x) == numbers.first()));
        }
    }
}
