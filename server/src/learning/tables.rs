//! The tables of the learning room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// That a person opened a lesson, and finished it.
pub mod lesson_progress {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "lesson_progress")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub course_id: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub lesson_id: String,
        #[sea_orm(column_type = "Text")]
        pub revision: String,
        pub opened_at: DateTimeUtc,
        pub done_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One try of a person at a quiz, pinned to the revision it began on.
pub mod attempt {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "attempt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        #[sea_orm(column_type = "Text")]
        pub quiz_id: String,
        #[sea_orm(column_type = "Text")]
        pub revision: String,
        pub seed: i64,
        pub number: i32,
        pub class_session_id: Option<Uuid>,
        pub started_at: DateTimeUtc,
        pub deadline: Option<DateTimeUtc>,
        pub submitted_at: Option<DateTimeUtc>,
        pub points: Option<f64>,
        pub max_points: Option<f64>,
        pub percent: Option<f64>,
        pub passed: Option<bool>,
        pub waiting: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An answer as it was given; append-only, its id made by the browser so that a replay writes nothing twice.
pub mod response {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "response")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub attempt_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub question_id: String,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub saved_at: DateTimeUtc,
        #[sea_orm(column_type = "Text", nullable)]
        pub based_on: Option<String>,
        pub acted_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// More tries or more time at a quiz for one learner.
pub mod allowance {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "allowance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        #[sea_orm(column_type = "Text")]
        pub quiz_id: String,
        pub tries: i32,
        pub minutes: i32,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub granted_by: Uuid,
        pub granted_at: DateTimeUtc,
        pub withdrawn_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A hint that was opened in an attempt, where hints cost points.
pub mod hint_taken {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hint_taken")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub attempt_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub question_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        pub taken_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A file that a learner sent in as an answer.
pub mod sent_file {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sent_file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub attempt_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub question_id: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        pub content: Vec<u8>,
        pub sent_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's grading of an answer by the rubric; append-only, the latest counts.
pub mod hand_grade {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hand_grade")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub attempt_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub question_id: String,
        #[sea_orm(column_type = "Text")]
        pub found: String,
        #[sea_orm(column_type = "Text")]
        pub comment: String,
        pub grader_id: Uuid,
        pub graded_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An answer that counts as right although the course's key does not have it; gone when taken back.
pub mod accepted_answer {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "accepted_answer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        #[sea_orm(column_type = "Text")]
        pub quiz_id: String,
        #[sea_orm(column_type = "Text")]
        pub question_id: String,
        #[sea_orm(column_type = "Text")]
        pub blank: String,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        #[sea_orm(column_type = "Text")]
        pub same: String,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An answer to a practice question in a lesson; append-only.
pub mod practice_response {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "practice_response")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        #[sea_orm(column_type = "Text")]
        pub lesson_id: String,
        #[sea_orm(column_type = "Text")]
        pub question_id: String,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub correct: bool,
        pub saved_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A learner's call for help, and its answer.
pub mod help_request {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "help_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub page: String,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub created_at: DateTimeUtc,
        #[sea_orm(column_type = "Text", nullable)]
        pub answer: Option<String>,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub closed_at: Option<DateTimeUtc>,
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

/// That handed-in attempts at a quiz were graded again by the keys of another revision.
pub mod regrade {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "regrade")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        #[sea_orm(column_type = "Text")]
        pub quiz_id: String,
        #[sea_orm(column_type = "Text")]
        pub revision: String,
        pub only_up: bool,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
        pub undone_by: Option<Uuid>,
        pub undone_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The score of one attempt before and after a regrade; append-only.
pub mod regrade_score {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "regrade_score")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub regrade_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub attempt_id: Uuid,
        pub points_before: f64,
        pub max_before: f64,
        pub percent_before: f64,
        pub passed_before: bool,
        pub points: f64,
        pub max_points: f64,
        pub percent: f64,
        pub passed: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
