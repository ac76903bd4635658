//! How far those who registered for a session came.

crate::coded_enum! {
    /// A step of the way from a session to work.
    pub enum FunnelStep {
        /// Asked for a seat, and did not take it back.
        Registered = "registered",
        /// Came to the session.
        Attended = "attended",
        /// Began to learn.
        Enrolled = "enrolled",
        /// Was signed ready for work.
        Ready = "ready",
        /// Found work.
        Placed = "placed",
    }
}

/// How many registrations reached each step. Each is counted where it is known to have been: somebody who
/// began to learn without having come is not counted as having come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Funnel([u32; 5]);

impl Funnel {
    /// Counts one registration with the steps that it reached beside the first one.
    pub fn add(&mut self, reached: &[FunnelStep]) {
        for (step, count) in FunnelStep::ALL.into_iter().zip(&mut self.0) {
            if step == FunnelStep::Registered || reached.contains(&step) {
                *count += 1;
            }
        }
    }

    /// The steps with their counts.
    pub fn steps(&self) -> impl Iterator<Item = (FunnelStep, u32)> {
        FunnelStep::ALL.into_iter().zip(self.0)
    }

    /// How many reached a step.
    pub fn of(&self, step: FunnelStep) -> u32 {
        self.0.get(step as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    proptest! {
        #[test]
        fn each_step_counts_those_who_reached_it_and_none_is_more_than_all(
            all in prop::collection::vec(subsequence(FunnelStep::ALL.to_vec(), 0..=5), 0..60),
        ) {
            let mut funnel = Funnel::default();
            for reached in &all {
                funnel.add(reached);
            }
            prop_assert_eq!(funnel.of(FunnelStep::Registered) as usize, all.len());
            for (step, count) in funnel.steps().skip(1) {
                prop_assert_eq!(count as usize, all.iter().filter(|reached| reached.contains(&step)).count());
            }
        }
    }
}
