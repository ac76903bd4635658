//! What every service works with: the database, the courses, and the few things kept in memory.

use std::sync::Arc;

use uuid::Uuid;

use crate::{
    Above, Config, Keys, Result, care,
    catalog::{self, Catalog, preview::Preview},
    classroom::{self, Live},
    db::{Cache, Db},
    home,
    http::Health,
    identity::{self, SignIns, reading},
    learning, matching, notices, outreach, readiness, telework,
};

/// The running classroom. One per process, shared by all requests.
pub struct Services {
    /// The settings it was started with.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// What the program signs with.
    pub keys: Keys,
    /// The courses and rules that are live, and older revisions that are still in use.
    pub catalog: Catalog,
    /// Who is signed in, as lately seen.
    pub sign_ins: SignIns,
    /// Who lately read what about whom, so that it is noted once.
    pub readings: reading::Lately,
    /// Attempts and opened lessons, as lately seen.
    pub learning: learning::Memory,
    /// What learners' homes show, by learner.
    pub homes: Cache<Uuid, home::learner::Home>,
    /// The rows of the readiness board, by rule.
    pub boards: Cache<String, Vec<Arc<readiness::board::BoardRow>>>,
    /// How often visitors without an account may send something.
    pub visitors: outreach::visitors::Visitors,
    /// Tells open pages that attendance has changed.
    pub live: Live,
    /// The tests of lines that run.
    pub lines: telework::line::Lines,
    /// Calls that are being set up.
    pub calls: telework::signalling::Calls,
    /// Whether it could serve when somebody last asked.
    pub health: Health,
    /// Which course sources are to be looked at.
    pub sources: crate::catalog::Queue,
    /// The preview of an author, where this is one.
    pub preview: Option<Arc<Preview>>,
    /// How many notices each person has not read.
    pub unread: notices::Unread,
    /// What rooms may ask of those above them.
    pub above: Above,
}

/// Which room answers what the rooms below ask.
const ABOVE: Above = Above {
    attempts_elsewhere: |services, course, hash| {
        Box::pin(learning::elsewhere::attempts(services, course, hash))
    },
    people_changed: |services, courses, rules| {
        Box::pin(readiness::foresee::people_changed(services, courses, rules))
    },
    class_now: |services, person| Box::pin(classroom::in_session_now(services, person)),
    at_work: |services| Box::pin(matching::placed::at_work(services)),
    notify: |tx, by, event| Box::pin(notices::write::write(tx, by, event)),
    own_data: &[
        identity::own_data::HELD,
        catalog::own_data::HELD,
        learning::own_data::HELD,
        classroom::own_data::HELD,
        readiness::own_data::HELD,
        telework::own_data::HELD,
        matching::own_data::HELD,
        care::own_data::HELD,
        outreach::own_data::HELD,
        notices::own_data::HELD,
        home::todo::own_data::HELD,
    ],
};

impl Services {
    /// Connects, migrates, and publishes the courses of the courses folder.
    pub async fn start(config: Config) -> Result<Arc<Services>> {
        let services = Services::open(config).await?;
        services
            .catalog
            .publish_folder(&services.db, &services.config.courses)
            .await?;
        Ok(services)
    }

    /// Connects and migrates; live is what was live before.
    pub async fn open(config: Config) -> Result<Arc<Services>> {
        Services::connect(config, None).await
    }

    /// Connects and migrates for the preview of an author.
    pub async fn preview(config: Config, preview: Preview) -> Result<Arc<Services>> {
        Services::connect(config, Some(Arc::new(preview))).await
    }

    async fn connect(config: Config, preview: Option<Arc<Preview>>) -> Result<Arc<Services>> {
        let db = Db::connect(&config).await?;
        db.migrate().await?;
        let older = readiness::key_in_database(&db).await?;
        let (keys, moved) = Keys::load(&config, older.as_deref())?;
        if moved {
            readiness::forget_key_in_database(&db).await?;
        }
        let services = Services {
            config,
            db,
            keys,
            catalog: Catalog::default(),
            sign_ins: SignIns::default(),
            readings: reading::Lately::default(),
            learning: learning::Memory::default(),
            homes: Cache::new(1000),
            boards: Cache::one_at_a_time(8),
            visitors: outreach::visitors::Visitors::default(),
            live: Live::default(),
            lines: Default::default(),
            calls: Default::default(),
            health: Health::default(),
            sources: crate::catalog::Queue::default(),
            preview,
            unread: notices::Unread::default(),
            above: ABOVE,
        };
        services.catalog.reload(&services.db).await?;
        crate::identity::people::refold(&services.db).await?;
        matching::employers::refold(&services.db).await?;
        Ok(Arc::new(services))
    }
}
