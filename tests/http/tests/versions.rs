//! Two devices, one attempt; two hands, one mark; and a line that comes back late.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    classroom::Mark,
    identity::Role,
    learning::{Answer, versions::Base},
};
use http_tests::{Classroom, Person, on_both};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use server::{
    classroom::{
        roll_call::{self, Marked, Setting},
        tables::attendance_mark,
    },
    db::now,
    learning::{
        answering::{self, Answering, Kept},
        attempts,
        tables::response,
    },
};
use uuid::Uuid;

fn choice(id: &str) -> Answer {
    Answer::Choices(vec![id.to_owned()])
}

/// A learner in the middle of a quiz.
struct Sitting<'a> {
    classroom: &'a Classroom,
    learner: &'a Person,
    attempt: Uuid,
}

impl Sitting<'_> {
    async fn start<'a>(classroom: &'a Classroom, learner: &'a Person) -> Sitting<'a> {
        let actor = classroom.actor(learner).await;
        let attempt = attempts::start(&actor, &classroom.services, "keys", "check")
            .await
            .unwrap();
        Sitting {
            classroom,
            learner,
            attempt,
        }
    }

    /// A device that shows `base` saves an answer that was given so many seconds ago.
    async fn save(&self, base: &[Uuid], answer: &str, seconds: i64) -> (Uuid, Kept) {
        let key = Uuid::now_v7();
        let answering = Answering {
            base: Some(Base(base.to_vec())),
            acted_at: Some(ago(seconds)),
            ..Answering::now("copy", choice(answer), key)
        };
        let actor = self.classroom.actor(self.learner).await;
        let services = &self.classroom.services;
        let kept = answering::save(&actor, services, self.attempt, answering)
            .await
            .unwrap();
        (key, kept)
    }

    /// A page that shows `base` is sent with its answer, changed or not, as without JavaScript.
    async fn send_page(&self, base: &[Uuid], answer: Answer) -> Kept {
        let answering = Answering {
            base: Some(Base(base.to_vec())),
            ..Answering::now("copy", answer, Uuid::now_v7())
        };
        let actor = self.classroom.actor(self.learner).await;
        answering::save_changed(&actor, &self.classroom.services, self.attempt, answering)
            .await
            .unwrap()
    }

    /// What counts, and how many stand side by side.
    async fn counted(&self) -> (Option<Answer>, usize) {
        let actor = self.classroom.actor(self.learner).await;
        let sheet = attempts::sheet(&actor, &self.classroom.services, self.attempt)
            .await
            .unwrap();
        let sides = sheet
            .given
            .versions
            .get("copy")
            .map_or(0, |versions| versions.side_by_side().len());
        (sheet.given.answers.get("copy").cloned(), sides)
    }

    async fn rows(&self) -> u64 {
        response::Entity::find()
            .filter(response::Column::AttemptId.eq(self.attempt))
            .count(self.classroom.services.db.read())
            .await
            .unwrap()
    }
}

fn ago(seconds: i64) -> DateTime<Utc> {
    now() - TimeDelta::seconds(seconds)
}

#[tokio::test]
async fn a_page_that_was_not_touched_never_replaces_a_newer_answer() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let sitting = Sitting::start(&classroom, &learner).await;
        let (first, _) = sitting.save(&[], "v", 0).await;
        // Opened on the phone before, and answered on the computer since.
        sitting.save(&[first], "c", 0).await;
        assert_eq!(sitting.send_page(&[first], choice("v")).await, Kept::Alone);
        assert_eq!(
            sitting.send_page(&[], Answer::Choices(Vec::new())).await,
            Kept::Alone
        );
        assert_eq!(sitting.counted().await, (Some(choice("c")), 1));
        assert_eq!(sitting.rows().await, 2, "nothing was written");
    })
    .await;
}

#[tokio::test]
async fn two_answers_that_did_not_know_of_each_other_both_stand_until_the_learner_chooses() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let sitting = Sitting::start(&classroom, &learner).await;
        let (first, kept) = sitting.save(&[], "v", 60).await;
        assert_eq!(kept, Kept::Alone);
        let (newer, kept) = sitting.save(&[first], "c", 10).await;
        assert_eq!(kept, Kept::Alone);
        // Given before that on a phone without a line, and sent only now.
        let (late, kept) = sitting.save(&[first], "x", 30).await;
        assert_eq!(kept, Kept::Beside);
        assert_eq!(
            sitting.counted().await,
            (Some(choice("c")), 2),
            "the later act counts meanwhile"
        );
        // The phone goes on: it still knows nothing of the other answer.
        let (last, kept) = sitting.save(&[late], "v", 0).await;
        assert_eq!(kept, Kept::Beside);
        assert_eq!(sitting.counted().await, (Some(choice("v")), 2));

        let actor = classroom.actor(&learner).await;
        let base = Base(vec![newer, last]);
        let (services, key) = (&classroom.services, Uuid::now_v7());
        let chosen = answering::choose(&actor, services, sitting.attempt, "copy", newer, base, key).await;
        assert_eq!(chosen.unwrap(), Kept::Alone);
        assert_eq!(sitting.counted().await, (Some(choice("c")), 1));
        assert_eq!(sitting.rows().await, 5, "nothing is thrown away");
        // The same answer on both devices is no question.
        let (_, kept) = sitting.save(&[first], "c", 0).await;
        assert_eq!(kept, Kept::Alone);
    })
    .await;
}

#[tokio::test]
async fn an_old_key_with_a_new_answer_is_a_new_answer() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let sitting = Sitting::start(&classroom, &learner).await;
        let actor = classroom.actor(&learner).await;
        let key = Uuid::now_v7();
        for answer in ["v", "v", "c"] {
            let answering = Answering::now("copy", choice(answer), key);
            answering::save_changed(&actor, &classroom.services, sitting.attempt, answering)
                .await
                .unwrap();
        }
        assert_eq!(sitting.counted().await, (Some(choice("c")), 1));
        assert_eq!(sitting.rows().await, 2);
    })
    .await;
}

#[tokio::test]
async fn an_answer_that_was_saved_and_is_sent_again_after_the_hand_in_stays_saved() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let learner = classroom.person("Sato", &[Role::Learner]).await;
        let sitting = Sitting::start(&classroom, &learner).await;
        let (actor, services) = (classroom.actor(&learner).await, &classroom.services);
        let key = Uuid::now_v7();
        let send = async |key| {
            let answering = Answering::now("copy", choice("c"), key);
            answering::save(&actor, services, sitting.attempt, answering).await
        };
        send(key).await.unwrap();
        attempts::submit(&actor, services, sitting.attempt).await.unwrap();
        // The first answer to it was lost with the line.
        send(key).await.unwrap();
        let refused = send(Uuid::now_v7()).await.unwrap_err().to_string();
        assert!(refused.contains("already been handed in"), "{refused}");
        assert_eq!(sitting.rows().await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_mark_that_arrives_late_does_not_replace_a_newer_one_and_is_kept_and_shown() {
    on_both(async |database| {
        let classroom = Classroom::new(database).await;
        let teacher = classroom.person("Mori", &[Role::Instructor]).await;
        let learners = classroom.learners(1).await;
        let (_, session) = classroom.class(&teacher, &learners).await;
        let (actor, services) = (classroom.actor(&teacher).await, &classroom.services);
        let set = async |mark, reason, seconds: Option<i64>| {
            let setting = Setting {
                person: learners[0].id(),
                mark: Some(mark),
                reason,
                key: Uuid::now_v7(),
                at: seconds.map(ago),
            };
            roll_call::set(&actor, services, session, setting).await.unwrap()
        };
        assert_eq!(set(Mark::Absent, None, Some(100)).await, Marked::Counts);
        assert_eq!(set(Mark::Present, None, None).await, Marked::Counts);
        assert_eq!(
            set(Mark::Excused, Some("hospital"), Some(60)).await,
            Marked::TooLate
        );
        let rows = attendance_mark::Entity::find()
            .filter(attendance_mark::Column::ClassSessionId.eq(session))
            .all(services.db.read())
            .await
            .unwrap();
        assert_eq!(rows.len(), 3, "all are kept");
        let line = roll_call::sheet(&actor, services, session)
            .await
            .unwrap()
            .lines
            .remove(0);
        assert_eq!(line.mark, Some(Mark::Present));
        let late = line.late.expect("it is shown beside the mark that counts");
        assert_eq!(
            (late.mark, late.reason.as_str()),
            (Some(Mark::Excused), "hospital")
        );
        // Whoever marks again has seen it.
        assert_eq!(set(Mark::Late, None, None).await, Marked::Counts);
        let line = roll_call::sheet(&actor, services, session)
            .await
            .unwrap()
            .lines
            .remove(0);
        assert_eq!(line.mark, Some(Mark::Late));
        assert!(line.late.is_none());
    })
    .await;
}
