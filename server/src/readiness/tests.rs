//! Checks, waivers and signatures, against a real database and a rule file.

use std::{path::PathBuf, sync::Arc};

use domain::{
    Lang,
    identity::Role,
    readiness::{Recommendation, Standing, Verdict},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::{
    About, board,
    checklist::{self, CheckForm, Found},
    decisions::{self, SignForm},
    evaluate, standing,
    tables::decision,
    waivers::{self, WaiverForm},
};
use crate::{
    Actor, Config, Error, Services,
    db::{self, list::ListQuery},
    identity::{
        audit,
        tables::{person, person_role},
    },
};

const RULE: &str = r#"
id = "office"
title = { ja = "事務の準備", en = "Ready for the office" }
[sign_off]
role = "coordinator"
valid_days = 180
not_same_as = "assessor"
[[require]]
id = "attendance"
kind = "attendance"
min_percent = 80
waiver = { role = "coordinator", max_days = 90 }
[[require]]
id = "home"
kind = "checklist"
items = ["lock", "call"]
evidence = ["observed", "self"]
"#;

pub(crate) struct Office {
    pub(crate) _folder: tempfile::TempDir,
    pub(crate) courses: PathBuf,
    pub(crate) services: Arc<Services>,
    pub(crate) learner: Actor,
    instructor: Actor,
    coordinator: Actor,
}

impl Office {
    pub(crate) async fn new() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let courses = folder.path().join("courses");
        std::fs::create_dir_all(courses.join("readiness")).unwrap();
        std::fs::write(courses.join("readiness/office.toml"), RULE).unwrap();
        let config = Config {
            listen: "127.0.0.1:0".into(),
            database: None,
            data: folder.path().join("data"),
            courses: courses.clone(),
            public_url: "http://127.0.0.1:3000".into(),
            zone: chrono_tz::Asia::Tokyo,
            trusted_proxies: Vec::new(),
            ice_servers: Vec::new(),
            turn_secret: None,
            sources: Default::default(),
        };
        let services = Services::start(config).await.unwrap();
        let learner = somebody(&services, "架空 花子", Role::Learner).await;
        let instructor = somebody(&services, "架空 教子", Role::Instructor).await;
        let coordinator = somebody(&services, "架空 整", Role::Coordinator).await;
        Office {
            _folder: folder,
            courses,
            services,
            learner,
            instructor,
            coordinator,
        }
    }

    async fn check(&self, actor: &Actor, items: &[&str], how: &str) -> crate::Result<()> {
        let check = CheckForm {
            items: items.iter().map(|item| (*item).to_owned()).collect(),
            how: how.parse().ok(),
            ok: Some(Found::InOrder),
            note: String::new(),
        };
        checklist::record(actor, &self.services, self.about(""), check).await
    }

    async fn waive(&self, days: u64) -> crate::Result<()> {
        let day = (db::now().date_naive() + chrono::Days::new(days)).to_string();
        let waiver = WaiverForm {
            requirement: "attendance".to_owned(),
            waiver_reason: "入院していた".to_owned(),
            waiver_until: day,
        };
        waivers::grant(&self.coordinator, &self.services, self.about("office"), waiver).await
    }

    async fn sign(&self, actor: &Actor, verdict: &str, reason: &str) -> crate::Result<()> {
        let sign = SignForm {
            verdict: verdict.parse().ok(),
            reason: reason.to_owned(),
            ..SignForm::default()
        };
        decisions::sign(actor, &self.services, self.about(""), sign).await
    }

    fn about<'a>(&self, rule_id: &'a str) -> About<'a> {
        About {
            key: Uuid::now_v7(),
            person: self.learner.id,
            rule_id,
        }
    }

    async fn all_met(&self) {
        self.check(&self.instructor, &["home/lock", "home/call"], "observed")
            .await
            .unwrap();
        self.waive(30).await.unwrap();
    }

    async fn standing(&self) -> Standing {
        standing(&self.services, &[self.learner.id], "office")
            .await
            .unwrap()[&self.learner.id]
    }
}

async fn somebody(services: &Services, name: &str, role: Role) -> Actor {
    let id = Uuid::now_v7();
    let row = person::Model {
        id,
        name: name.into(),
        kana: None,
        email: None,
        password_hash: None,
        lang: Lang::Ja,
        created_at: db::now(),
        erased_at: None,
        closed_at: None,
        large_text: None,
        furigana: None,
        phone: None,
    };
    row.into_active_model().insert(services.db.write()).await.unwrap();
    let role_row = person_role::Model {
        person_id: id,
        role,
        granted_by: None,
        granted_at: db::now(),
    };
    role_row
        .into_active_model()
        .insert(services.db.write())
        .await
        .unwrap();
    Actor {
        id,
        sign_in: Uuid::now_v7(),
        name: name.into(),
        roles: vec![role],
        lang: Lang::Ja,
        own_device: false,
    }
}

#[tokio::test]
async fn a_coordinator_signs_what_is_met_and_the_person_is_ready() {
    let office = Office::new().await;
    let (learner, coordinator) = (&office.learner, &office.coordinator);
    assert_eq!(office.standing().await, Standing::Undecided);
    office.all_met().await;
    let picture = evaluate::picture(learner, &office.services, learner.id, "")
        .await
        .unwrap();
    assert_eq!(picture.evaluation.recommendation, Recommendation::Ready);
    let query = ListQuery::new(board::Wanted::default());
    let before = board::board(coordinator, &office.services, &query.clone().searching("花子"))
        .await
        .unwrap();
    assert_eq!(before.found.rows[0].state, board::BoardState::Almost);
    assert_eq!(before.progress, None);

    office.sign(coordinator, "ready", "").await.unwrap();
    assert!(office.standing().await.is_ready());
    let mut expiring = query;
    expiring.filter.state = Some(board::BoardState::Expiring);
    let after = board::board(coordinator, &office.services, &expiring)
        .await
        .unwrap();
    // Signed, and the waiver does not count as evidence that ends; the signature holds 180 days.
    assert!(after.found.rows.is_empty());
    assert_eq!(after.counts.get(&board::BoardState::Ready), Some(&1));
    let trail = audit::list(
        learner,
        &office.services,
        &ListQuery::new(audit::Wanted {
            subject: Some(learner.id),
        }),
    )
    .await
    .unwrap();
    assert!(
        trail
            .rows
            .iter()
            .any(|entry| entry.entry.action == "decision.signed")
    );
}

#[tokio::test]
async fn ready_is_not_signed_while_something_is_missing_but_an_exception_is() {
    let office = Office::new().await;
    let refused = office.sign(&office.coordinator, "ready", "").await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "verdict"));
    let refused = office.sign(&office.coordinator, "ready-by-override", " ").await;
    assert!(matches!(refused, Err(Error::Invalid(errors)) if errors[0].field == "reason"));
    office
        .sign(&office.coordinator, "ready-by-override", "会社が機器を貸すため")
        .await
        .unwrap();
    assert!(office.standing().await.is_ready());
    office
        .sign(&office.coordinator, "not-yet", "機器がまだ届かない")
        .await
        .unwrap();
    assert_eq!(office.standing().await, Standing::NotYet);
}

#[tokio::test]
async fn nobody_signs_without_the_role_for_oneself_or_what_one_observed() {
    let office = Office::new().await;
    assert!(matches!(
        office.sign(&office.instructor, "not-yet", "x").await,
        Err(Error::Forbidden)
    ));
    assert!(matches!(
        office.sign(&office.learner, "not-yet", "x").await,
        Err(Error::Forbidden)
    ));
    let both = Actor {
        roles: vec![Role::Learner, Role::Coordinator],
        ..office.learner.clone()
    };
    assert!(matches!(
        office.sign(&both, "not-yet", "x").await,
        Err(Error::Refused(_))
    ));
    office
        .check(&office.coordinator, &["home/lock", "home/call"], "observed")
        .await
        .unwrap();
    office.waive(30).await.unwrap();
    assert!(matches!(
        office.sign(&office.coordinator, "ready", "").await,
        Err(Error::Refused(_))
    ));
}

#[tokio::test]
async fn a_decision_replays_to_the_same_result_after_the_rule_has_changed() {
    let office = Office::new().await;
    office
        .check(&office.learner, &["home/lock"], "self")
        .await
        .unwrap();
    office
        .sign(&office.coordinator, "not-yet", "通話がまだ")
        .await
        .unwrap();
    let stricter = RULE.replace("\"lock\", \"call\"", "\"lock\", \"call\", \"line\"");
    std::fs::write(office.courses.join("readiness/office.toml"), stricter).unwrap();
    office
        .services
        .catalog
        .publish_folder(&office.services.db, &office.courses)
        .await
        .unwrap();

    let learner = &office.learner;
    let history = decisions::history(learner, &office.services, learner.id, "office")
        .await
        .unwrap();
    let shown = &history[0];
    assert!(shown.verified && shown.replayed && !shown.current_rule);
}

#[tokio::test]
async fn a_row_changed_by_other_hands_makes_nobody_ready() {
    let office = Office::new().await;
    office.sign(&office.coordinator, "not-yet", "まだ").await.unwrap();
    let row = decision::Entity::find()
        .one(office.services.db.read())
        .await
        .unwrap()
        .unwrap();
    let mut changed = row.into_active_model();
    changed.verdict = Set(Verdict::Ready);
    changed.update(office.services.db.write()).await.unwrap();
    assert_eq!(office.standing().await, Standing::Undecided);
    let coordinator = &office.coordinator;
    let history = decisions::history(coordinator, &office.services, office.learner.id, "office")
        .await
        .unwrap();
    assert!(!history[0].verified);
}

#[tokio::test]
async fn learners_speak_for_themselves_and_staff_for_what_they_saw() {
    let office = Office::new().await;
    assert!(matches!(
        office.check(&office.learner, &["home/lock"], "observed").await,
        Err(Error::Refused(_))
    ));
    assert!(matches!(
        office.check(&office.instructor, &["home/lock"], "self").await,
        Err(Error::Forbidden)
    ));
    let file = office.check(&office.instructor, &["home/lock"], "file").await;
    assert!(matches!(file, Err(Error::Invalid(errors)) if errors[0].field == "how"));
    assert!(matches!(
        office.check(&office.instructor, &["home/door"], "observed").await,
        Err(Error::NotFound)
    ));
    let other = somebody(&office.services, "架空 次郎", Role::Learner).await;
    assert!(matches!(
        office.check(&other, &["home/lock"], "self").await,
        Err(Error::Forbidden)
    ));
}

#[tokio::test]
async fn a_form_sent_twice_writes_once() {
    let office = Office::new().await;
    let about = office.about("");
    for _ in 0..2 {
        let sign = SignForm {
            verdict: Some(Verdict::NotYet),
            reason: "まだ".to_owned(),
            ..SignForm::default()
        };
        decisions::sign(&office.coordinator, &office.services, about, sign)
            .await
            .unwrap();
    }
    assert_eq!(
        decision::Entity::find()
            .all(office.services.db.read())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_waiver_has_an_end_that_the_rule_allows() {
    let office = Office::new().await;
    assert!(matches!(office.waive(92).await, Err(Error::Invalid(_))));
    office.waive(80).await.unwrap();
}
