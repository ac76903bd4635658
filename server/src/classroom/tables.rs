//! The tables of the classroom room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

pub use crate::{
    identity::tables::{cohort, enrolment},
    learning::tables::cohort_course,
};

/// One meeting of a cohort.
pub mod class_session {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "class_session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub cohort_id: Uuid,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub place: String,
        #[sea_orm(column_type = "Text")]
        pub topic: String,
        #[sea_orm(column_type = "Text")]
        pub secret: String,
        pub closed_at: Option<DateTimeUtc>,
        pub cancelled_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text", nullable)]
        pub cancelled_because: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A mark of a learner at a class session; append-only, the latest counts.
pub mod attendance_mark {
    use domain::classroom::{Mark, MarkEntry, Method};
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub class_session_id: Uuid,
        pub person_id: Uuid,
        pub mark: MarkEntry,
        pub previous: Option<Mark>,
        pub method: Method,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub set_by: Uuid,
        pub set_at: DateTimeUtc,
        pub arrived_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a learner made an absence up. Never changed but for being taken back.
pub mod make_up {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "make_up")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub absence_id: Uuid,
        pub person_id: Uuid,
        pub made_up_id: Option<Uuid>,
        pub made_up_on: Date,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub set_by: Uuid,
        pub set_at: DateTimeUtc,
        pub removed_by: Option<Uuid>,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A right code that came before check-in opened; it becomes a mark when it opens.
pub mod early_scan {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "early_scan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub class_session_id: Uuid,
        pub person_id: Uuid,
        pub scanned_at: DateTimeUtc,
        pub settled_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
