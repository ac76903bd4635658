//! The tables of the classroom room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A group that learns together, and its timetable.
pub mod cohort {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub place: String,
        pub starts_on: Date,
        pub ends_on: Date,
        pub weekday: Option<i32>,
        pub starts_minute: i32,
        pub ends_minute: i32,
        pub late_weight: f64,
        pub exclude_excused: bool,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A course that a cohort takes.
pub mod cohort_course {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_course")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub course_id: String,
        pub position: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A learner's place in a cohort.
pub mod enrolment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "enrolment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub enrolled_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

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
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance_mark")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub class_session_id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub mark: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub previous: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub method: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub set_by: Uuid,
        pub set_at: DateTimeUtc,
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
