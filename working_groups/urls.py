"""Routes of the working groups; the list of groups is a page of Wagtail."""

from django.urls import path

from .views import desk, discussion, document, documents, invitations, joining, members, pages, posts

GROUP = "working-groups/<slug:slug>/"
DESK = f"{GROUP}desk/"
TALK = f"{GROUP}discussion/"
POST = f"{TALK}posts/<int:pk>/"
DOCS = f"{GROUP}documents/"
DOC = f"{DOCS}<int:pk>/"

urlpatterns = [
    path("group-invitation/<str:token>/", invitations.group_invitation, name="group_invitation"),
    path(GROUP, pages.group_home, name="group"),
    path(f"{GROUP}join/", joining.join, name="group_join"),
    path(f"{GROUP}ask/", joining.ask, name="group_ask"),
    path(f"{GROUP}ask/withdraw/", joining.withdraw, name="group_withdraw"),
    path(f"{GROUP}leave/", joining.leave, name="group_leave"),
    path(f"{GROUP}rules/", joining.group_rules, name="group_rules"),
    path(f"{GROUP}welcome/", joining.welcome, name="group_welcome"),
    path(f"{GROUP}members/", members.group_members, name="group_members"),
    path(DESK, desk.desk_members, name="group_desk"),
    path(f"{DESK}members/<int:pk>/", desk.desk_member, name="group_desk_member"),
    path(f"{DESK}members/<int:pk>/<slug:act>/", desk.desk_member_act, name="group_desk_member_act"),
    path(f"{DESK}requests/", desk.desk_requests, name="group_requests"),
    path(f"{DESK}requests/<int:pk>/", desk.desk_request, name="group_request"),
    path(f"{DESK}invitations/", desk.desk_invitations, name="group_invitations"),
    path(f"{DESK}invitations/<int:pk>/revoke/", desk.desk_revoke, name="group_revoke_invitation"),
    path(f"{DESK}settings/", desk.desk_settings, name="group_settings"),
    path(f"{DESK}archive/", desk.desk_archive, name="group_archive"),
    path(f"{DESK}history/", desk.desk_history, name="group_history"),
    path(TALK, discussion.discussion, name="group_discussion"),
    path(f"{TALK}new/", discussion.new_thread, name="new_thread"),
    path(f"{TALK}people/<int:pk>/", discussion.suggest_people, name="mention_suggestions"),
    path(f"{TALK}reports/", posts.reports, name="group_reports"),
    path(f"{TALK}reports/<int:pk>/", posts.handle, name="handle_report"),
    path(f"{TALK}<int:pk>/", discussion.thread, name="thread"),
    path(f"{TALK}<int:pk>/moderate/", discussion.moderate_thread, name="moderate_thread"),
    path(f"{TALK}<int:pk>/follow/", discussion.follow, name="follow_thread"),
    path(POST, posts.post_address, name="group_post"),
    path(f"{POST}edit/", posts.edit, name="edit_post"),
    path(f"{POST}delete/", posts.delete, name="delete_post"),
    path(f"{POST}restore/", posts.restore, name="restore_post"),
    path(f"{POST}history/", posts.history, name="post_history"),
    path(f"{POST}report/", posts.report, name="report_post"),
    path(f"{POST}answer/", posts.answer, name="mark_answer"),
    path(f"{POST}vote/", posts.vote, name="vote"),
    path(DOCS, documents.documents, name="group_documents"),
    path(f"{DOCS}folders/<int:folder_id>/", documents.documents, name="document_folder"),
    path(f"{DOCS}folders/<int:pk>/change/", documents.change_folder, name="change_folder"),
    path(f"{DOCS}folders/new/", documents.new_folder, name="new_folder"),
    path(f"{DOCS}upload/", documents.upload, name="upload_documents"),
    path(f"{DOCS}deleted/", documents.trash, name="deleted_documents"),
    path(f"{DOCS}zip/", documents.ask_for_zip, name="ask_for_zip"),
    path(f"{DOCS}zip/<uuid:key>/", documents.folder_zip, name="folder_zip"),
    path(f"{DOCS}zip/<uuid:key>/file/", documents.zip_file, name="zip_file"),
    path(f"{DOCS}comments/<int:pk>/remove/", document.uncomment, name="remove_document_comment"),
    path(f"{DOCS}publication/<int:pk>/withdraw/", document.withdraw, name="withdraw_publication"),
    path(DOC, document.document, name="document"),
    path(f"{DOC}versions/new/", document.new_version, name="new_version"),
    path(f"{DOC}versions/<int:number>/file/", document.file, name="document_file"),
    path(f"{DOC}versions/<int:number>/pages/<int:page>/", document.picture, name="document_picture"),
    path(f"{DOC}versions/<int:number>/restore/", document.restore, name="restore_version"),
    path(f"{DOC}compare/", document.compare_versions, name="compare_versions"),
    path(f"{DOC}change/", document.change, name="change_document"),
    path(f"{DOC}state/", document.state, name="document_state"),
    path(f"{DOC}lock/", document.lock, name="lock_document"),
    path(f"{DOC}bring-back/", documents.untrash, name="bring_back_document"),
    path(f"{DOC}publish/", document.publish, name="publish_document"),
    path("library-requests/", document.publication_requests, name="publication_requests"),
    path("library-requests/<int:pk>/", document.answer_publication, name="answer_publication"),
]
