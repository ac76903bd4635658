//! What the bridge counts.

use super::bridge;
use crate::readiness::evidence_tests::office;

#[tokio::test]
async fn the_bridge_counts_lessons_and_tests_of_the_courses() {
    let office = office().await;
    office.reads().await;
    office.tries(1, 50.0, true).await;
    let bridge = bridge::bridge(&office.learner, &office.services, office.learner.id)
        .await
        .unwrap();
    assert_eq!(
        (bridge.lessons, bridge.tests, bridge.placed),
        ((1, 1), (0, 1), false)
    );
}
