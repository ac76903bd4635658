//! What people decided about what is to be done. The columns are explained in `migrations`.
#![allow(
    missing_docs,
    reason = "the columns are named after what they hold; the migration is their reference"
)]

/// Until when a person does not want to see a thing.
pub mod todo_snooze {
    use domain::home::TodoKind;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "todo_snooze")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: TodoKind,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub thing: String,
        pub until: Date,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who has a thing now, and from whom.
pub mod todo_handover {
    use domain::home::TodoKind;
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "todo_handover")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: TodoKind,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub thing: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub from_person: Uuid,
        pub to_person: Uuid,
        pub at: DateTimeUtc,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
