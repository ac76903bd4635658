//! Everything that happens in the demo, collected first and written in the order of its time.

use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::clock::key;
use crate::{
    Result,
    care::tables::{contact, follow_up, placement},
    classroom::tables::{attendance_mark, class_session, cohort, cohort_course, enrolment},
    identity::tables::{audit_entry, cohort_instructor, data_request, person, person_role, provision},
    learning::tables::{attempt, hand_grade, lesson_progress, practice_response, response, sent_file},
    matching::tables::{
        consent, employer, opening, placement_round, referral, referral_answer, round_opening, round_ranking,
        wishes,
    },
    readiness::tables::{checklist_entry, waiver},
    telework::tables::{
        incident, incident_note, kit, kit_event, kit_part, loan, measurement, pledge, workplace,
    },
};

/// More rows than this in one statement would come near the databases' limit of parameters.
const ROWS: usize = 500;

/// Rows that wait to be written.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) people: Vec<person::Model>,
    pub(super) roles: Vec<person_role::Model>,
    pub(super) cohorts: Vec<cohort::Model>,
    /// With the moment of their cohort.
    pub(super) cohort_courses: Vec<(DateTime<Utc>, cohort_course::Model)>,
    pub(super) cohort_instructors: Vec<cohort_instructor::Model>,
    pub(super) enrolments: Vec<enrolment::Model>,
    pub(super) sessions: Vec<class_session::Model>,
    pub(super) marks: Vec<attendance_mark::Model>,
    pub(super) lessons: Vec<lesson_progress::Model>,
    pub(super) attempts: Vec<attempt::Model>,
    pub(super) responses: Vec<response::Model>,
    /// With the moment of their attempt's beginning.
    pub(super) sent_files: Vec<(DateTime<Utc>, sent_file::Model)>,
    pub(super) hand_grades: Vec<hand_grade::Model>,
    pub(super) practice: Vec<practice_response::Model>,
    pub(super) checks: Vec<checklist_entry::Model>,
    pub(super) waivers: Vec<waiver::Model>,
    pub(super) kits: Vec<kit::Model>,
    /// With the moment of their kit.
    pub(super) kit_parts: Vec<(DateTime<Utc>, kit_part::Model)>,
    pub(super) loans: Vec<loan::Model>,
    pub(super) kit_events: Vec<kit_event::Model>,
    pub(super) measurements: Vec<measurement::Model>,
    pub(super) pledges: Vec<pledge::Model>,
    pub(super) workplaces: Vec<workplace::Model>,
    pub(super) incidents: Vec<incident::Model>,
    pub(super) incident_notes: Vec<incident_note::Model>,
    pub(super) employers: Vec<employer::Model>,
    pub(super) openings: Vec<opening::Model>,
    pub(super) wishes: Vec<wishes::Model>,
    pub(super) consents: Vec<consent::Model>,
    pub(super) referrals: Vec<referral::Model>,
    pub(super) answers: Vec<referral_answer::Model>,
    pub(super) rounds: Vec<placement_round::Model>,
    /// With the moment of their round.
    pub(super) round_openings: Vec<(DateTime<Utc>, round_opening::Model)>,
    pub(super) rankings: Vec<round_ranking::Model>,
    pub(super) provisions: Vec<provision::Model>,
    pub(super) data_requests: Vec<data_request::Model>,
    pub(super) placements: Vec<placement::Model>,
    /// With the moment of their placement.
    pub(super) follow_ups: Vec<(DateTime<Utc>, follow_up::Model)>,
    pub(super) contacts: Vec<contact::Model>,
    pub(super) audit: Vec<audit_entry::Model>,
}

impl Facts {
    /// Adds a line to the audit trail.
    pub(super) fn note(
        &mut self,
        at: DateTime<Utc>,
        actor: Option<Uuid>,
        action: &str,
        subject: Uuid,
        detail: impl Into<String>,
    ) {
        self.audit.push(audit_entry::Model {
            id: key(at),
            at,
            actor_id: actor,
            action: action.to_owned(),
            subject_id: Some(subject),
            detail: detail.into(),
        });
    }

    /// Writes what had happened by a moment; later things wait.
    pub(super) async fn write_until(&mut self, tx: &DatabaseTransaction, until: DateTime<Utc>) -> Result<()> {
        insert::<person::Entity>(tx, due(&mut self.people, until, |row| row.created_at)).await?;
        insert::<person_role::Entity>(tx, due(&mut self.roles, until, |row| row.granted_at)).await?;
        insert::<cohort::Entity>(tx, due(&mut self.cohorts, until, |row| row.created_at)).await?;
        let courses = due(&mut self.cohort_courses, until, |(at, _)| *at);
        insert::<cohort_course::Entity>(tx, second(courses)).await?;
        let teachers = due(&mut self.cohort_instructors, until, |row| row.since);
        insert::<cohort_instructor::Entity>(tx, teachers).await?;
        insert::<enrolment::Entity>(tx, due(&mut self.enrolments, until, |row| row.enrolled_at)).await?;
        insert::<class_session::Entity>(tx, due(&mut self.sessions, until, |row| row.starts_at)).await?;
        insert::<attendance_mark::Entity>(tx, due(&mut self.marks, until, |row| row.set_at)).await?;
        let lessons = due(&mut self.lessons, until, |row| {
            row.done_at.unwrap_or(row.opened_at)
        });
        insert::<lesson_progress::Entity>(tx, lessons).await?;
        insert::<attempt::Entity>(tx, due(&mut self.attempts, until, |row| row.started_at)).await?;
        insert::<response::Entity>(tx, due(&mut self.responses, until, |row| row.saved_at)).await?;
        let files = due(&mut self.sent_files, until, |(at, _)| *at);
        insert::<sent_file::Entity>(tx, second(files)).await?;
        insert::<hand_grade::Entity>(tx, due(&mut self.hand_grades, until, |row| row.graded_at)).await?;
        insert::<practice_response::Entity>(tx, due(&mut self.practice, until, |row| row.saved_at)).await?;
        insert::<checklist_entry::Entity>(tx, due(&mut self.checks, until, |row| row.set_at)).await?;
        insert::<waiver::Entity>(tx, due(&mut self.waivers, until, |row| row.granted_at)).await?;
        insert::<kit::Entity>(tx, due(&mut self.kits, until, |row| row.created_at)).await?;
        let parts = due(&mut self.kit_parts, until, |(at, _)| *at);
        insert::<kit_part::Entity>(tx, second(parts)).await?;
        insert::<loan::Entity>(tx, due(&mut self.loans, until, |row| row.lent_at)).await?;
        insert::<kit_event::Entity>(tx, due(&mut self.kit_events, until, |row| row.at)).await?;
        insert::<measurement::Entity>(tx, due(&mut self.measurements, until, |row| row.at)).await?;
        insert::<pledge::Entity>(tx, due(&mut self.pledges, until, |row| row.at)).await?;
        insert::<workplace::Entity>(tx, due(&mut self.workplaces, until, |row| row.at)).await?;
        insert::<incident::Entity>(tx, due(&mut self.incidents, until, |row| row.at)).await?;
        insert::<incident_note::Entity>(tx, due(&mut self.incident_notes, until, |row| row.at)).await?;
        insert::<employer::Entity>(tx, due(&mut self.employers, until, |row| row.created_at)).await?;
        insert::<opening::Entity>(tx, due(&mut self.openings, until, |row| row.created_at)).await?;
        insert::<wishes::Entity>(tx, due(&mut self.wishes, until, |row| row.updated_at)).await?;
        insert::<consent::Entity>(tx, due(&mut self.consents, until, |row| row.given_at)).await?;
        insert::<referral::Entity>(tx, due(&mut self.referrals, until, |row| row.created_at)).await?;
        insert::<referral_answer::Entity>(tx, due(&mut self.answers, until, |row| row.at)).await?;
        insert::<placement_round::Entity>(tx, due(&mut self.rounds, until, |row| row.created_at)).await?;
        let openings = due(&mut self.round_openings, until, |(at, _)| *at);
        insert::<round_opening::Entity>(tx, second(openings)).await?;
        insert::<round_ranking::Entity>(tx, due(&mut self.rankings, until, |row| row.at)).await?;
        insert::<provision::Entity>(tx, due(&mut self.provisions, until, |row| row.at)).await?;
        insert::<data_request::Entity>(tx, due(&mut self.data_requests, until, |row| row.received_at))
            .await?;
        insert::<placement::Entity>(tx, due(&mut self.placements, until, |row| row.created_at)).await?;
        let follow_ups = due(&mut self.follow_ups, until, |(at, _)| *at);
        insert::<follow_up::Entity>(tx, second(follow_ups)).await?;
        insert::<contact::Entity>(tx, due(&mut self.contacts, until, |row| row.at)).await?;
        insert::<audit_entry::Entity>(tx, due(&mut self.audit, until, |row| row.at)).await
    }
}

/// Takes out the rows whose moment has come.
fn due<M>(rows: &mut Vec<M>, until: DateTime<Utc>, at: fn(&M) -> DateTime<Utc>) -> Vec<M> {
    let (due, later) = std::mem::take(rows).into_iter().partition(|row| at(row) <= until);
    *rows = later;
    due
}

fn second<M>(rows: Vec<(DateTime<Utc>, M)>) -> Vec<M> {
    rows.into_iter().map(|(_, row)| row).collect()
}

pub(super) async fn insert<E>(tx: &DatabaseTransaction, rows: Vec<E::Model>) -> Result<()>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut rows = rows
        .into_iter()
        .map(IntoActiveModel::into_active_model)
        .peekable();
    while rows.peek().is_some() {
        let part: Vec<E::ActiveModel> = rows.by_ref().take(ROWS).collect();
        E::insert_many(part).exec_without_returning(tx).await?;
    }
    Ok(())
}
