"""Fixed vocabularies: fulfilment criteria and stakeholder types."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Criterion(models.IntegerChoices):
    """The seven fulfilment criteria of enabling condition 1.1 (Regulation (EU) 2021/1060, Annex IV), in our words."""

    DIFFUSION = 1, _("Challenges for innovation diffusion and digitalisation")
    COMPETENT_BODY = 2, _("A competent body that manages the strategy")
    MONITORING = 3, _("Monitoring and evaluation tools")
    STAKEHOLDERS = 4, _("Stakeholder cooperation (EDP)")
    SYSTEMS = 5, _("Actions to improve research and innovation systems")
    TRANSITION = 6, _("Actions to support industrial transition")
    COOPERATION = 7, _("Cooperation with partners outside the Member State")


class StakeholderType(models.TextChoices):
    """The quadruple helix, as people of the community name themselves."""

    REGIONAL_AUTHORITY = "regional_authority", _("Regional authority")
    NATIONAL_AUTHORITY = "national_authority", _("National authority")
    MANAGING_AUTHORITY = "managing_authority", _("Managing authority")
    EU_INSTITUTION = "eu_institution", _("EU institution")
    AGENCY = "agency", _("Development or innovation agency")
    UNIVERSITY = "university", _("University or research organisation")
    CLUSTER = "cluster", _("Cluster organisation")
    COMPANY = "company", _("Company")
    SOCIAL_PARTNER = "social_partner", _("Social partner")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    OTHER = "other", _("Other")
