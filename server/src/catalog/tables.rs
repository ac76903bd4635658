//! The tables of the catalog room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A published state of a course, kept for ever: its files by content hash.
pub mod course_revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub course_id: String,
        pub bundle: Vec<u8>,
        pub published_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A published state of a readiness rule, kept for ever.
pub mod rule_revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "rule_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub rule_id: String,
        #[sea_orm(column_type = "Text")]
        pub source: String,
        pub published_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A published state of the glossary, kept for ever.
pub mod glossary_revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "glossary_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub source: String,
        pub published_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where courses come from: the folder beside the program, or a git address and branch.
pub mod course_source {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "course_source")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub url: String,
        #[sea_orm(column_type = "Text")]
        pub branch: String,
        #[sea_orm(column_type = "Text")]
        pub folder: String,
        #[sea_orm(column_type = "Text")]
        pub auth: String,
        pub auto_publish: bool,
        pub poll_minutes: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub head: Option<String>,
        pub checked_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text", nullable)]
        pub failure: Option<String>,
        pub hooked_at: Option<DateTimeUtc>,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub removed_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A state of a source: a commit, or for a folder the hash of its files.
pub mod source_revision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "source_revision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub source_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub commit_hash: String,
        #[sea_orm(column_type = "Text")]
        pub branch: String,
        #[sea_orm(column_type = "Text")]
        pub author: String,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub committed_at: DateTimeUtc,
        pub found_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A course or rule of a revision, with its problems.
pub mod revision_item {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "revision_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub item_id: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
        pub errors: i32,
        pub warnings: i32,
        #[sea_orm(column_type = "Text")]
        pub problems: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What learners see now.
pub mod live_item {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "live_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub item_id: String,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
        pub source_id: Uuid,
        pub revision_id: Uuid,
        pub pinned: bool,
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That a revision went live, how, and what it changed; append-only.
pub mod publication {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "publication")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub source_id: Uuid,
        pub revision_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub how: String,
        pub by_person: Option<Uuid>,
        pub at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub plan: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
