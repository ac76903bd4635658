//! The tables of the identity room. Their columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// A person: learner, instructor, coordinator or administrator.
pub mod person {
    use domain::Lang;
    use sea_orm::entity::prelude::*;

    use crate::db::folded::Keys;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub kana: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub email: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub password_hash: Option<String>,
        pub lang: Lang,
        pub created_at: DateTimeUtc,
        pub erased_at: Option<DateTimeUtc>,
        pub closed_at: Option<DateTimeUtc>,
        pub large_text: Option<bool>,
        pub furigana: Option<bool>,
        #[sea_orm(column_type = "Text", nullable)]
        pub phone: Option<String>,
    }

    #[async_trait::async_trait]
    impl ActiveModelBehavior for ActiveModel {
        async fn after_save<C: ConnectionTrait>(row: Model, db: &C, _: bool) -> Result<Model, DbErr> {
            crate::db::folded::write(db, "person", row.id, &row.keys()).await?;
            Ok(row)
        }
    }

    impl Model {
        /// What the row is found and sorted by.
        pub(crate) fn keys(&self) -> Keys {
            let (name, kana) = (self.name.as_str(), self.kana.as_deref());
            let texts = [Some(name), kana, self.email.as_deref()];
            Keys::of(texts.into_iter().flatten()).sorted_by(name, kana)
        }
    }
}

/// A role that a person has.
pub mod person_role {
    use domain::identity::Role;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_role")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub role: Role,
        pub granted_by: Option<Uuid>,
        pub granted_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One signed-in browser; the token itself is only in its cookie.
pub mod sign_in {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "sign_in")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub token_hash: String,
        #[sea_orm(column_type = "Text")]
        pub user_agent: String,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub idle_until: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link that makes a person; the first one makes the first administrator.
pub mod invitation {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub token_hash: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub roles: String,
        pub cohort_id: Option<Uuid>,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
        pub used_by: Option<Uuid>,
        #[sea_orm(column_type = "Text", nullable)]
        pub reading: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub mail: Option<String>,
        pub person_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A link with which a person chooses a new password.
pub mod password_reset {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "password_reset")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub token_hash: String,
        pub person_id: Uuid,
        pub created_by: Option<Uuid>,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who changed a right, mark, decision or disclosure, and when.
pub mod audit_entry {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: DateTimeUtc,
        pub actor_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub action: String,
        pub subject_id: Option<Uuid>,
        #[sea_orm(column_type = "Text")]
        pub detail: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A group that learns together, and its timetable.
pub mod cohort {
    use sea_orm::entity::prelude::*;

    use crate::db::folded::Keys;

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

    #[async_trait::async_trait]
    impl ActiveModelBehavior for ActiveModel {
        async fn after_save<C: ConnectionTrait>(row: Model, db: &C, _: bool) -> Result<Model, DbErr> {
            crate::db::folded::write(db, "cohort", row.id, &row.keys()).await?;
            Ok(row)
        }
    }

    impl Model {
        /// What the row is found and sorted by.
        pub(crate) fn keys(&self) -> Keys {
            Keys::of([self.name.as_str(), &self.place])
        }
    }
}

/// That a person teaches a cohort.
pub mod cohort_instructor {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cohort_instructor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cohort_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub since: DateTimeUtc,
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

/// Something that the classroom says about itself.
pub mod classroom_setting {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "classroom_setting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub name: String,
        #[sea_orm(column_type = "Text")]
        pub value: String,
        pub changed_by: Uuid,
        pub changed_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a person asked for about the person's own data, and what came of it.
pub mod data_request {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "data_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub wish: String,
        pub entered_by: Uuid,
        pub received_at: DateTimeUtc,
        pub due_on: Date,
        #[sea_orm(column_type = "Text", nullable)]
        pub outcome: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub answered_by: Option<Uuid>,
        pub answered_at: Option<DateTimeUtc>,
        pub first_by: Option<Uuid>,
        pub first_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text", nullable)]
        pub proof: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That data of a person was given to a third party, with the items that the law names.
pub mod provision {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "provision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub person_name: String,
        pub at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub recipient: String,
        #[sea_orm(column_type = "Text")]
        pub recipient_address: String,
        #[sea_orm(column_type = "Text")]
        pub recipient_representative: String,
        #[sea_orm(column_type = "Text")]
        pub items: String,
        #[sea_orm(column_type = "Text")]
        pub purpose: String,
        #[sea_orm(column_type = "Text")]
        pub basis: String,
        pub consent_id: Option<Uuid>,
        pub given_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How long a kind of data is kept, where somebody chose another time than the usual one.
pub mod keeping_time {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "keeping_time")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub kind: String,
        pub months: Option<i32>,
        pub set_by: Uuid,
        pub set_at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A file of people: its rows until somebody confirms them, then the people who were made.
pub mod people_import {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "people_import")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub file_name: String,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub created_by: Uuid,
        pub created_at: DateTimeUtc,
        pub done_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// That what was held under two accounts of one person is held under one.
pub mod person_merge {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person_merge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kept_id: Uuid,
        pub merged_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub moved: String,
        pub by_person: Uuid,
        pub at: DateTimeUtc,
        pub undone_by: Option<Uuid>,
        pub undone_at: Option<DateTimeUtc>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
