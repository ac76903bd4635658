//! Item analysis: what the answers of many say about one question of a quiz.
//!
//! The formulas are those of the textbooks (Crocker and Algina 1986; Ebel and Frisbie 1991) and of
//! Moodle's quiz statistics ("facility index", "discrimination index"); `docs/authoring/item-analysis.en.md`
//! tells them to authors. None depends on the order of the attempts.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Lang, catalog::model::Question};

/// Below so many answers nothing is said about a question but its numbers.
pub const FEWEST: usize = 5;

/// How wide the interval of a discrimination may be for a word about it: with more room, too few have
/// answered to say whether it is good or poor.
pub const WIDEST: f64 = 0.5;

/// One-sided 95 %: the standard normal deviate of the intervals here, which hold nine times in ten.
const Z: f64 = 1.645;

/// Where a number that was measured on few may well lie for all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// From here.
    pub low: f64,
    /// To here.
    pub high: f64,
}

impl Interval {
    /// How much room there is.
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// The interval of a share of `n`, 0 to 1 (Wilson 1927; Brown, Cai and DasGupta 2001 recommend it for few).
/// None of nobody.
pub fn share_interval(share: f64, n: usize) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (n, share) = (n as f64, share.clamp(0.0, 1.0));
    let z = Z * Z / n;
    let middle = (share + z / 2.0) / (1.0 + z);
    let half = Z * (share * (1.0 - share) / n + z / (4.0 * n)).sqrt() / (1.0 + z);
    Some(Interval {
        low: (middle - half).max(0.0),
        high: (middle + half).min(1.0),
    })
}

/// The interval of a correlation over `n` pairs, −1 to 1 (Fisher 1921). None below four pairs.
pub fn correlation_interval(r: f64, n: usize) -> Option<Interval> {
    let free = n.checked_sub(3).filter(|free| *free > 0)? as f64;
    // The ends themselves are infinitely far away.
    let at = r.clamp(-0.999_999, 0.999_999).atanh();
    let half = Z / free.sqrt();
    Some(Interval {
        low: (at - half).tanh(),
        high: (at + half).tanh(),
    })
}

/// What one handed-in attempt got for the question, and for all its others.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// The question's points.
    pub points: f64,
    /// What the question is worth.
    pub most: f64,
    /// The points of the attempt's other questions.
    pub rest: f64,
    /// The whole attempt's score, 0–100 percent.
    pub percent: f64,
    /// Whether the quiz was passed; none where it has no pass mark.
    pub passed: Option<bool>,
}

/// The mean share of the points, 0 (nobody knew it) to 1 (everybody did): the difficulty index *p* of
/// the textbooks, Moodle's facility index. None without answers.
pub fn difficulty(marks: &[Mark]) -> Option<f64> {
    let shares = marks.iter().filter_map(share);
    mean(&shares.collect::<Vec<_>>())
}

/// The corrected discrimination: the correlation between the question's points and the points of the
/// rest of the same attempts, −1 to 1. The question itself is left out of the rest, or it would
/// correlate with itself (Crocker and Algina 1986). None with fewer than [`FEWEST`] attempts, and none
/// where all got the same.
pub fn discrimination(marks: &[Mark]) -> Option<f64> {
    if marks.len() < FEWEST {
        return None;
    }
    let pairs: Vec<(f64, f64)> = marks.iter().map(|mark| (mark.points, mark.rest)).collect();
    pearson(&pairs)
}

/// Pearson's product-moment correlation, −1 to 1; none where one of the two does not vary.
pub fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    // Added up in one order, whatever order they came in: sums of fractions depend on it.
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mean_of = |pick: fn(&(f64, f64)) -> f64| mean(&pairs.iter().map(pick).collect::<Vec<_>>());
    let (x_mean, y_mean) = (mean_of(|pair| pair.0)?, mean_of(|pair| pair.1)?);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in &pairs {
        let (x, y) = (x - x_mean, y - y_mean);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    // What rounding leaves of equal numbers is no variance.
    let varies = |squares: f64, mean: f64| squares > 1e-12 * (1.0 + mean * mean) * pairs.len() as f64;
    if !varies(xx, x_mean) || !varies(yy, y_mean) {
        return None;
    }
    let r = xy / (xx.sqrt() * yy.sqrt());
    r.is_finite().then(|| r.clamp(-1.0, 1.0))
}

/// The middle of the times, in seconds; of an even number the mean of the two in the middle. A median,
/// because one learner who goes to lunch must not count for all.
pub fn median(times: &[f64]) -> Option<f64> {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    let upper = *times.get(times.len() / 2)?;
    if times.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *times.get((times.len() / 2).checked_sub(1)?)?;
    Some((lower + upper) / 2.0)
}

/// Where an attempt stands among all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// The third with the best scores.
    Upper,
    /// Between the two.
    Middle,
    /// The third with the lowest scores.
    Lower,
}

/// The third that each attempt belongs to, by its whole score. Whoever has the score at a border
/// belongs to the third inside, so that no order among equals decides; a third may therefore be larger.
/// Where the thirds would meet, everybody is in the middle.
pub fn groups(percents: &[f64]) -> Vec<Group> {
    let mut sorted = percents.to_vec();
    sorted.sort_by(f64::total_cmp);
    let third = percents.len() / 3;
    let low = third.checked_sub(1).and_then(|at| sorted.get(at).copied());
    let high = sorted.get(sorted.len() - third).copied();
    let (Some(low), Some(high)) = (low, high) else {
        return vec![Group::Middle; percents.len()];
    };
    percents
        .iter()
        .map(|percent| match percent {
            _ if low >= high => Group::Middle,
            percent if *percent >= high => Group::Upper,
            percent if *percent <= low => Group::Lower,
            _ => Group::Middle,
        })
        .collect()
}

/// How often a choice was chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChoiceCount {
    /// The choice's id.
    pub id: String,
    /// Whether it is right.
    pub correct: bool,
    /// By how many of all.
    pub all: usize,
    /// By how many of the upper third.
    pub upper: usize,
    /// By how many of the lower third.
    pub lower: usize,
}

/// Something an author should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "choices", rename_all = "kebab-case")]
pub enum Flag {
    /// Most who pass the quiz get less than half of this question's points.
    PassersFail,
    /// Those who know the rest get it wrong: often a wrong key.
    Negative,
    /// It says next to nothing about who knows the rest.
    Weak,
    /// More people of the upper third choose these wrong choices than the right one.
    Misleading(Vec<String>),
    /// Hardly anybody knows it.
    TooHard,
    /// Almost everybody knows it.
    TooEasy,
    /// Nobody chooses these wrong choices.
    Unused(Vec<String>),
}

impl Flag {
    /// Whether the question may be unfair to learners, not only of little use.
    pub fn is_serious(&self) -> bool {
        match self {
            Flag::PassersFail | Flag::Negative | Flag::Misleading(_) => true,
            Flag::Weak | Flag::TooHard | Flag::TooEasy | Flag::Unused(_) => false,
        }
    }
}

/// What is to be looked at, the most serious first. A flag is raised only where the evidence carries it: the
/// whole interval lies beyond the limit, so that a few unlucky answers raise none. Nothing below [`FEWEST`]
/// answers.
pub fn flags(marks: &[Mark], choices: &[ChoiceCount]) -> Vec<Flag> {
    if marks.len() < FEWEST {
        return Vec::new();
    }
    let mut flags = Vec::new();
    let passed: Vec<f64> = marks
        .iter()
        .filter(|mark| mark.passed == Some(true))
        .filter_map(share)
        .collect();
    let failing = passed.iter().filter(|share| **share < 0.5).count();
    let most_fail = |of: Interval| of.low > 0.5;
    if part_of(failing, passed.len()).is_some_and(most_fail) {
        flags.push(Flag::PassersFail);
    }
    match discrimination(marks).and_then(|r| correlation_interval(r, marks.len())) {
        Some(r) if r.high < 0.0 => flags.push(Flag::Negative),
        Some(r) if r.high < 0.2 => flags.push(Flag::Weak),
        Some(_) | None => {}
    }
    let right = choices.iter().filter(|choice| choice.correct);
    let right = right.map(|choice| choice.upper).max();
    let wrong = |fits: &dyn Fn(&ChoiceCount) -> bool| -> Vec<String> {
        let wrong = choices.iter().filter(|choice| !choice.correct && fits(choice));
        wrong.map(|choice| choice.id.clone()).collect()
    };
    // Of the upper third that chose one of the two.
    let misleading = wrong(&|choice| {
        right
            .and_then(|right| part_of(choice.upper, choice.upper + right))
            .is_some_and(most_fail)
    });
    if !misleading.is_empty() {
        flags.push(Flag::Misleading(misleading));
    }
    match difficulty(marks).and_then(|p| share_interval(p, marks.len())) {
        Some(p) if p.high < 0.25 => flags.push(Flag::TooHard),
        Some(p) if p.low > 0.95 => flags.push(Flag::TooEasy),
        Some(_) | None => {}
    }
    // Nobody of this many: hardly one in twenty of all.
    let none = |of: Interval| of.high < 0.05;
    let unused = wrong(&|choice| choice.all == 0 && part_of(0, marks.len()).is_some_and(none));
    if !unused.is_empty() {
        flags.push(Flag::Unused(unused));
    }
    flags.sort_by_key(|flag| !flag.is_serious());
    flags
}

/// The interval of `part` in `all`.
fn part_of(part: usize, all: usize) -> Option<Interval> {
    share_interval(part as f64 / all.max(1) as f64, all)
}

/// The content version of a question: a short hash of how it is answered, its key, its points and its
/// words in the source language. Rewording another question, a translation, a hint or an explanation
/// leaves it as it is.
pub fn item_version(question: &Question, source: Lang) -> String {
    let mut hasher = Sha256::new();
    // Lengths first, so that no two different questions feed the same bytes.
    let mut feed = |part: &str| {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    feed(&format!("{:?}", question.kind));
    feed(&format!("{} {:?}", question.points, question.partial));
    if let Some(text) = question.text(source) {
        feed(&text.title_html);
        feed(&text.body_html);
        for (id, choice) in &text.choices {
            feed(id);
            feed(&choice.html);
        }
        for (id, left) in &text.lefts {
            feed(id);
            feed(left);
        }
    }
    hex::encode(&hasher.finalize()[..4])
}

/// The share of the points, 0 to 1; none where there were no points to get.
fn share(mark: &Mark) -> Option<f64> {
    (mark.most > 0.0).then(|| (mark.points / mark.most).clamp(0.0, 1.0))
}

fn mean(numbers: &[f64]) -> Option<f64> {
    let mut numbers = numbers.to_vec();
    numbers.sort_by(f64::total_cmp);
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}
