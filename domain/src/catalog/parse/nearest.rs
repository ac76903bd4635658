//! "Did you mean": the nearest of some known names.

/// The candidate nearest to `word`, if one is near enough to be what was meant.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // A third of the word may differ; words of one or two letters may differ in one.
    let limit = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *candidate != word)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The number of letters to add, drop, change, or swap with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    // Names longer than this are not names; it also bounds the work on hostile files.
    const LONGEST: usize = 64;
    let left: Vec<char> = left.to_lowercase().chars().take(LONGEST).collect();
    let right: Vec<char> = right.to_lowercase().chars().take(LONGEST).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_a_near_name_is_suggested() {
        assert_eq!(nearest("mosue", ["keyboard", "mouse"]), Some("mouse"));
        assert_eq!(
            nearest("pass_pecent", ["attempts", "pass_percent"]),
            Some("pass_percent")
        );
        assert_eq!(nearest("window", ["keyboard", "mouse"]), None);
    }
}
