//! The generated classroom: 200 learners in four cohorts, 50 lessons, 100 past class sessions,
//! 50,000 answers, and one coordinator who has signed for some; or a larger one of the same kind.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    Lang,
    classroom::{MarkEntry, Method},
    identity::Role,
    learning::Answer,
    readiness::{How, Verdict},
};
use server::{
    Actor, Services,
    classroom::tables::{attendance_mark, class_session, cohort, cohort_course, enrolment},
    db,
    identity::{
        sign_in,
        tables::{person, person_role},
    },
    learning::tables::{attempt, lesson_progress, response},
    readiness::{
        About,
        decisions::{self, SignForm},
        tables::checklist_entry,
    },
};
use uuid::Uuid;

use crate::{
    Result,
    courses::{COURSES, ITEMS, LESSONS, QUESTIONS, course_id, lesson_id, question_id},
    rows::{begin, days_ago, insert, session},
};

const TRIES: usize = 5;

/// So many learners' records are in memory at once.
const PORTION: usize = 500;

/// How large the classroom is.
#[derive(Clone, Copy)]
pub struct Size {
    /// The learners.
    pub learners: usize,
    /// Their cohorts.
    pub cohorts: usize,
    /// The class sessions of a cohort that are over.
    pub sessions: usize,
}

/// One classroom in one town.
pub const SMALL: Size = Size {
    learners: 200,
    cohorts: 4,
    sessions: 25,
};

impl Size {
    /// Many learners, three cohorts for each hundred.
    pub fn of(learners: usize) -> Size {
        Size {
            learners,
            cohorts: (learners * 3 / 100).max(1),
            sessions: 17,
        }
    }

    /// In words.
    pub fn told(&self) -> String {
        format!(
            "{} learners, {} cohorts, 50 lessons, {} class sessions, {} marks, {} answers",
            self.learners,
            self.cohorts,
            self.cohorts * self.sessions,
            self.learners * self.sessions,
            self.learners * COURSES * TRIES * QUESTIONS,
        )
    }
}

/// A person with the token of a sign-in.
pub struct Person {
    /// The person.
    pub id: Uuid,
    /// The token of the cookie.
    pub token: String,
    /// The attempt that the learner has open.
    pub attempt: Uuid,
}

/// The classroom, and who can sign in to it.
pub struct Classroom {
    /// Writes further rows while the program runs.
    pub services: Arc<Services>,
    /// The learners.
    pub learners: Vec<Person>,
    /// A coordinator who is instructor, too.
    pub coordinator: Person,
}

/// Fills the empty database.
pub async fn fill(services: Arc<Services>, size: Size) -> Result<Classroom> {
    let staff = Uuid::now_v7();
    let learners: Vec<Uuid> = (0..size.learners).map(|_| Uuid::now_v7()).collect();
    let cohorts: Vec<Uuid> = (0..size.cohorts).map(|_| Uuid::now_v7()).collect();
    let open: Vec<Uuid> = (0..size.learners).map(|_| Uuid::now_v7()).collect();

    let tx = begin(&services).await?;
    let mut people = vec![human(staff, "架空 花子")];
    people.extend(
        learners
            .iter()
            .enumerate()
            .map(|(number, id)| human(*id, &format!("架空 {}郎", number + 1))),
    );
    insert(&tx, people).await?;
    let mut roles = vec![role(staff, Role::Coordinator), role(staff, Role::Instructor)];
    roles.extend(learners.iter().map(|id| role(*id, Role::Learner)));
    insert(&tx, roles).await?;

    let now = db::now();
    let cohort_rows = cohorts.iter().enumerate().map(|(number, id)| cohort::Model {
        id: *id,
        name: format!("{}組", number + 1),
        place: "公民館 2階".to_owned(),
        starts_on: days_ago(190).date_naive(),
        ends_on: days_ago(-60).date_naive(),
        weekday: None,
        starts_minute: 600,
        ends_minute: 720,
        late_weight: 0.5,
        exclude_excused: true,
        created_by: staff,
        created_at: days_ago(200),
    });
    insert(&tx, cohort_rows.collect()).await?;
    let courses = cohorts.iter().flat_map(|cohort| {
        (0..COURSES).map(|course| cohort_course::Model {
            cohort_id: *cohort,
            course_id: course_id(course),
            position: course as i32,
        })
    });
    insert(&tx, courses.collect()).await?;
    let places = learners.iter().enumerate().map(|(number, id)| enrolment::Model {
        cohort_id: cohorts[number % size.cohorts],
        person_id: *id,
        enrolled_at: days_ago(190),
        ended_at: None,
    });
    insert(&tx, places.collect()).await?;

    let mut sessions = Vec::new();
    let mut marks = Vec::new();
    for week in 0..size.sessions {
        for (number, cohort) in cohorts.iter().enumerate() {
            let held = session(*cohort, days_ago(7 * week as i64 + 1), true)?;
            let present = learners
                .iter()
                .enumerate()
                .filter(|(learner, _)| learner % size.cohorts == number);
            marks.extend(present.map(|(learner, id)| mark(&held, *id, staff, learner + week)));
            sessions.push(held);
        }
    }
    for cohort in &cohorts {
        sessions.push(session(*cohort, days_ago(-1), false)?);
    }
    insert(&tx, sessions).await?;
    insert(&tx, marks).await?;

    let revisions = (0..COURSES)
        .map(|course| {
            services
                .catalog
                .course(&course_id(course))
                .map(|revision| revision.hash.clone())
        })
        .collect::<server::Result<Vec<String>>>()
        .map_err(|error| format!("a generated course was held back: {error}"))?;
    for (portion, (some, open)) in learners.chunks(PORTION).zip(open.chunks(PORTION)).enumerate() {
        learning(&tx, portion * PORTION, some, open, &revisions).await?;
    }
    let checks = learners.iter().enumerate().flat_map(|(number, id)| {
        ITEMS
            .iter()
            .take(number % (ITEMS.len() + 1))
            .map(move |item| checklist_entry::Model {
                id: Uuid::now_v7(),
                person_id: *id,
                rule_id: "office".to_owned(),
                requirement_id: "home-office".to_owned(),
                item_id: (*item).to_owned(),
                ok: true,
                how: How::Observed,
                note: String::new(),
                set_by: staff,
                set_at: now - TimeDelta::days(3),
            })
    });
    insert(&tx, checks.collect()).await?;
    tx.commit().await?;

    let coordinator = enter(&services, staff, Uuid::nil()).await?;
    sign_some(&services, staff, &learners).await?;
    let mut entered = Vec::new();
    for (id, attempt) in learners.into_iter().zip(open) {
        entered.push(enter(&services, id, attempt).await?);
    }
    Ok(Classroom {
        services,
        learners: entered,
        coordinator,
    })
}

/// Lessons read, quizzes tried five times, and one more try that is open.
async fn learning(
    tx: &sea_orm::DatabaseTransaction,
    first: usize,
    learners: &[Uuid],
    open: &[Uuid],
    revisions: &[String],
) -> Result<()> {
    let mut progress = Vec::new();
    let mut attempts = Vec::new();
    let mut responses = Vec::new();
    for (number, (learner, open)) in (first..).zip(learners.iter().zip(open)) {
        for (course, revision) in revisions.iter().enumerate() {
            progress.extend((0..LESSONS).map(|lesson| lesson_progress::Model {
                person_id: *learner,
                course_id: course_id(course),
                lesson_id: lesson_id(lesson),
                revision: revision.clone(),
                opened_at: days_ago(90),
                done_at: (course * LESSONS + lesson < 20 + number % 31).then(|| days_ago(80)),
            }));
            for tried in 0..TRIES {
                let right = ((number * 7 + course * 3 + tried * 2) % 11) as f64;
                let done = tried_quiz(*learner, course, revision, tried, Some(right));
                for question in 0..QUESTIONS {
                    responses.push(response::Model {
                        id: Uuid::now_v7(),
                        attempt_id: done.id,
                        question_id: question_id(question),
                        answer: answer(if (question as f64) < right {
                            "choice-2"
                        } else {
                            "choice-1"
                        })?,
                        saved_at: done.started_at + TimeDelta::minutes(question as i64),
                        based_on: None,
                        acted_at: None,
                    });
                }
                attempts.push(done);
            }
        }
        attempts.push(attempt::Model {
            id: *open,
            ..tried_quiz(*learner, 0, &revisions[0], TRIES, None)
        });
    }
    insert(tx, progress).await?;
    insert(tx, attempts).await?;
    insert(tx, responses).await
}

fn answer(choice: &str) -> Result<String> {
    Ok(serde_json::to_string(&Answer::Choices(
        [choice.to_owned()].into_iter().collect(),
    ))?)
}

fn tried_quiz(
    learner: Uuid,
    course: usize,
    revision: &str,
    tried: usize,
    right: Option<f64>,
) -> attempt::Model {
    let started_at = days_ago(60 - 10 * tried as i64);
    let most = QUESTIONS as f64;
    attempt::Model {
        id: Uuid::now_v7(),
        person_id: learner,
        course_id: course_id(course),
        quiz_id: "final".to_owned(),
        revision: revision.to_owned(),
        seed: tried as i64 + 1,
        number: tried as i32 + 1,
        class_session_id: None,
        started_at,
        deadline: None,
        submitted_at: right.map(|_| started_at + TimeDelta::minutes(20)),
        points: right,
        max_points: right.map(|_| most),
        percent: right.map(|right| right * 100.0 / most),
        passed: right.map(|right| right * 100.0 / most >= 80.0),
        waiting: 0,
    }
}

fn human(id: Uuid, name: &str) -> person::Model {
    person::Model {
        id,
        name: name.to_owned(),
        kana: Some("かくう".to_owned()),
        email: None,
        password_hash: None,
        lang: Lang::Ja,
        created_at: days_ago(200),
        erased_at: None,
        closed_at: None,
        large_text: None,
        furigana: None,
        phone: None,
    }
}

fn role(person: Uuid, role: Role) -> person_role::Model {
    person_role::Model {
        person_id: person,
        role,
        granted_by: None,
        granted_at: days_ago(200),
    }
}

fn mark(held: &class_session::Model, learner: Uuid, by: Uuid, number: usize) -> attendance_mark::Model {
    attendance_mark::Model {
        id: Uuid::now_v7(),
        class_session_id: held.id,
        person_id: learner,
        mark: [
            MarkEntry::Present,
            MarkEntry::Present,
            MarkEntry::Late,
            MarkEntry::Present,
            MarkEntry::Absent,
            MarkEntry::Present,
            MarkEntry::Excused,
        ][number % 7],
        previous: None,
        method: Method::RollCall,
        reason: String::new(),
        set_by: by,
        set_at: held.starts_at,
        arrived_at: None,
    }
}

async fn enter(services: &Services, id: Uuid, attempt: Uuid) -> Result<Person> {
    let token = sign_in::open(services, id, "load", true).await?;
    Ok(Person {
        id,
        token: token.as_str().to_owned(),
        attempt,
    })
}

/// The coordinator has decided about every fourth learner.
async fn sign_some(services: &Services, staff: Uuid, learners: &[Uuid]) -> Result<()> {
    let actor = Actor {
        id: staff,
        sign_in: Uuid::nil(),
        name: "架空 花子".to_owned(),
        roles: vec![Role::Instructor, Role::Coordinator],
        lang: Lang::Ja,
        own_device: false,
    };
    for person in learners.iter().step_by(4) {
        let about = About {
            key: Uuid::now_v7(),
            person: *person,
            rule_id: "office",
        };
        let sign = SignForm {
            verdict: Some(Verdict::NotYet),
            reason: "もう一度テストを受けてから決めます。".to_owned(),
            ..SignForm::default()
        };
        decisions::sign(&actor, services, about, sign).await?;
    }
    Ok(())
}

/// Class sessions that run now, each with every learner, for the check-ins: session and secret.
pub async fn run_sessions(classroom: &Classroom, count: usize) -> Result<Vec<(Uuid, String)>> {
    let tx = begin(&classroom.services).await?;
    let group = cohort::Model {
        id: Uuid::now_v7(),
        name: "全員".to_owned(),
        place: "公民館".to_owned(),
        starts_on: days_ago(1).date_naive(),
        ends_on: days_ago(-1).date_naive(),
        weekday: None,
        starts_minute: 600,
        ends_minute: 720,
        late_weight: 0.5,
        exclude_excused: true,
        created_by: classroom.coordinator.id,
        created_at: days_ago(1),
    };
    let id = group.id;
    insert(&tx, vec![group]).await?;
    let places = classroom.learners.iter().map(|learner| enrolment::Model {
        cohort_id: id,
        person_id: learner.id,
        enrolled_at: days_ago(1),
        ended_at: None,
    });
    insert(&tx, places.collect()).await?;
    let sessions = (0..count)
        .map(|_| session(id, db::now(), false))
        .collect::<Result<Vec<_>>>()?;
    let open = sessions
        .iter()
        .map(|session| (session.id, session.secret.clone()))
        .collect();
    insert(&tx, sessions).await?;
    tx.commit().await?;
    Ok(open)
}
