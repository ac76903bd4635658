//! People, the two cohorts, their class sessions and who came.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use domain::{
    Lang,
    classroom::{Mark, Method, RateRule},
    identity::Role,
};
use uuid::Uuid;

use super::{
    cast::{ADMINISTRATOR, COORDINATOR, INSTRUCTOR, LEARNERS, Learner, Staff},
    clock::{Clock, key},
    facts::Facts,
};
use crate::{
    Result,
    classroom::tables::{attendance_mark, class_session, cohort, cohort_course, enrolment},
    identity::{
        Token,
        tables::{cohort_instructor, person, person_role},
    },
};

/// Past class sessions of each cohort, one a week.
const WEEKS: i64 = 8;

/// Who is who.
pub(super) struct People {
    pub(super) coordinator: Uuid,
    pub(super) instructor: Uuid,
    /// In the order of [`LEARNERS`].
    pub(super) learners: Vec<Uuid>,
}

impl People {
    /// The learner with a sign-in name.
    pub(super) fn learner(&self, sign_in: &str) -> Uuid {
        let at = LEARNERS.iter().position(|learner| learner.sign_in == sign_in);
        at.and_then(|at| self.learners.get(at))
            .copied()
            .unwrap_or_default()
    }
}

/// Everybody, each with a role and the same password.
pub(super) fn people(facts: &mut Facts, clock: &Clock, password_hash: &str) -> People {
    let opened = clock.at(250, 9 * 60);
    let mut add = |sign_in: &str, name: &str, kana: &str, role: Role, at: DateTime<Utc>, by: Option<Uuid>| {
        let id = key(at);
        facts.people.push(person::Model {
            id,
            name: name.to_owned(),
            kana: Some(kana.to_owned()),
            email: Some(sign_in.to_owned()),
            password_hash: Some(password_hash.to_owned()),
            lang: Lang::Ja,
            created_at: at,
            erased_at: None,
            closed_at: None,
            large_text: None,
            furigana: None,
            phone: None,
        });
        facts.roles.push(person_role::Model {
            person_id: id,
            role,
            granted_by: by,
            granted_at: at,
        });
        facts.note(at, by, "role.granted", id, role.code());
        id
    };
    let mut staff = |staff: &Staff, by| add(staff.sign_in, staff.name, staff.kana, staff.role, opened, by);
    let administrator = staff(&ADMINISTRATOR, None);
    let coordinator = staff(&COORDINATOR, Some(administrator));
    let instructor = staff(&INSTRUCTOR, Some(administrator));
    let learners = LEARNERS
        .iter()
        .map(|learner| {
            let joined = clock.at(learner.joined, 9 * 60);
            add(
                learner.sign_in,
                learner.name,
                learner.kana,
                Role::Learner,
                joined,
                Some(coordinator),
            )
        })
        .collect();
    People {
        coordinator,
        instructor,
        learners,
    }
}

/// A cohort's week.
struct Week {
    evening: bool,
    /// How many days ago the latest past class session was.
    latest: i64,
    starts: i32,
    ends: i32,
}

/// The two cohorts with the past eight weeks, the class session that is running now, and what comes.
pub(super) fn cohorts(facts: &mut Facts, clock: &Clock, people: &People, courses: &[&str]) -> Result<()> {
    // The afternoon cohort meets on today's weekday, so that whoever looks around finds a class.
    let afternoon = Week {
        evening: false,
        latest: 7,
        starts: 14 * 60,
        ends: 16 * 60,
    };
    let evening = Week {
        evening: true,
        latest: 5,
        starts: 19 * 60,
        ends: 20 * 60 + 30,
    };
    for week in [afternoon, evening] {
        cohort(facts, clock, people, courses, &week)?;
    }
    Ok(())
}

fn cohort(facts: &mut Facts, clock: &Clock, people: &People, courses: &[&str], week: &Week) -> Result<()> {
    let created_at = clock.at(60, 13 * 60);
    let id = key(created_at);
    let weekday = clock.day(week.latest).weekday().num_days_from_monday();
    let letter = ["月", "火", "水", "木", "金", "土", "日"]
        .get(weekday as usize)
        .copied()
        .unwrap_or_default();
    let name = if week.evening {
        format!("夜クラス（{letter}曜）")
    } else {
        format!("午後クラス（{letter}曜）")
    };
    let place = if week.evening {
        "みなと町公民館 第2会議室"
    } else {
        "みなと町公民館 パソコン室"
    };
    let rule = RateRule::default();
    facts.note(
        created_at,
        Some(people.coordinator),
        "cohort.created",
        id,
        name.as_str(),
    );
    facts.cohorts.push(cohort::Model {
        id,
        name,
        place: place.to_owned(),
        starts_on: clock.day(week.latest + 7 * (WEEKS - 1)),
        ends_on: clock.day(week.latest - 7 * 3),
        weekday: i32::try_from(weekday).ok(),
        starts_minute: week.starts,
        ends_minute: week.ends,
        late_weight: rule.late_weight,
        exclude_excused: rule.exclude_excused,
        created_by: people.coordinator,
        created_at,
    });
    for (position, course) in (0..).zip(courses) {
        let takes = cohort_course::Model {
            cohort_id: id,
            course_id: (*course).to_owned(),
            position,
        };
        facts.cohort_courses.push((created_at, takes));
    }
    facts.cohort_instructors.push(cohort_instructor::Model {
        cohort_id: id,
        person_id: people.instructor,
        since: created_at,
    });
    let members: Vec<(&Learner, Uuid)> = LEARNERS
        .iter()
        .zip(people.learners.iter().copied())
        .filter(|(learner, _)| learner.evening == week.evening)
        .collect();
    for (learner, person) in &members {
        let enrolled_at = clock.at(learner.joined.min(58), 15 * 60);
        facts.note(
            enrolled_at,
            Some(people.coordinator),
            "enrolment.begun",
            *person,
            place,
        );
        facts.enrolments.push(enrolment::Model {
            cohort_id: id,
            person_id: *person,
            enrolled_at,
            ended_at: None,
        });
    }

    let room = Room {
        cohort: id,
        place,
        instructor: people.instructor,
    };
    const TOPICS: [&str; 8] = [
        "マウスに慣れる",
        "文字を打つ",
        "ウィンドウを開く・閉じる",
        "ファイルを保存する",
        "ふりかえりと練習",
        "インターネットで調べる",
        "だまされないために",
        "メールを送る",
    ];
    for (i, topic) in TOPICS.iter().enumerate() {
        let ago = week.latest + 7 * (WEEKS - 1 - i as i64);
        let (starts, ends) = (clock.at(ago, week.starts), clock.at(ago, week.ends));
        let session = room.session(facts, topic, starts, ends, true)?;
        for (nth, (learner, person)) in members.iter().enumerate() {
            let letter = learner.marks.as_bytes().get(i).copied().unwrap_or(b'-');
            room.mark(facts, session, *person, letter, starts, nth + i);
        }
        facts.note(ends, Some(people.instructor), "class_session.closed", session, "");
    }
    if !week.evening {
        let starts = clock.running_since();
        let session = room.session(
            facts,
            "練習の日：好きなレッスンを進める",
            starts,
            starts + TimeDelta::hours(2),
            false,
        )?;
        // Some have checked in; the others can.
        for (_, person) in members.iter().skip(2).take(3) {
            room.mark(facts, session, *person, b'P', starts, 1);
        }
    }
    for (ahead, topic) in (1..).zip(["文書を作ってみる", "まとめと相談", "自由に練習"]) {
        let ago = week.latest - 7 * ahead - if week.evening { 0 } else { 7 };
        let (starts, ends) = (clock.at(ago, week.starts), clock.at(ago, week.ends));
        room.session(facts, topic, starts, ends, false)?;
    }
    // The last of them does not take place.
    if let Some(last) = facts.sessions.last_mut() {
        last.cancelled_at = Some(clock.at(1, 10 * 60));
        last.cancelled_because = Some("建物の点検のため。".to_owned());
    }
    Ok(())
}

/// Where a cohort meets.
struct Room<'a> {
    cohort: Uuid,
    place: &'a str,
    instructor: Uuid,
}

impl Room<'_> {
    fn session(
        &self,
        facts: &mut Facts,
        topic: &str,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        held: bool,
    ) -> Result<Uuid> {
        let id = key(starts_at);
        facts.sessions.push(class_session::Model {
            id,
            cohort_id: self.cohort,
            starts_at,
            ends_at,
            place: self.place.to_owned(),
            topic: topic.to_owned(),
            secret: Token::new()?.as_str().to_owned(),
            closed_at: held.then_some(ends_at),
            cancelled_at: None,
            cancelled_because: None,
        });
        Ok(id)
    }

    /// Marks a learner: who came has mostly typed the code, the rest was called.
    fn mark(
        &self,
        facts: &mut Facts,
        session: Uuid,
        person: Uuid,
        letter: u8,
        starts: DateTime<Utc>,
        nth: usize,
    ) {
        let (mark, minutes, reason) = match letter {
            b'P' => (Mark::Present, 2 + nth as i64 % 5, ""),
            b'L' => (Mark::Late, 18, ""),
            b'E' => (Mark::Excused, 6, "電話で連絡あり（通院）"),
            b'A' => (Mark::Absent, 45, ""),
            _ => return,
        };
        let by_code = !nth.is_multiple_of(3) && matches!(mark, Mark::Present | Mark::Late);
        let at = starts + TimeDelta::minutes(minutes);
        if !by_code {
            let detail = format!("{session}: none → {}", mark.code());
            facts.note(at, Some(self.instructor), "attendance.marked", person, detail);
        }
        facts.marks.push(attendance_mark::Model {
            id: key(at),
            class_session_id: session,
            person_id: person,
            mark: mark.into(),
            previous: None,
            method: if by_code { Method::Code } else { Method::RollCall },
            reason: reason.to_owned(),
            set_by: if by_code { person } else { self.instructor },
            set_at: at,
            arrived_at: None,
        });
    }
}
