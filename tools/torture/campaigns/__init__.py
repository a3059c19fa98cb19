"""The campaigns by name; a new one is a module here and a line in the table."""

from __future__ import annotations

from tools.torture.campaign import Campaign
from tools.torture.campaigns.cuts import Cuts
from tools.torture.campaigns.flash import FlashCampaign
from tools.torture.campaigns.fuzz import Fuzz
from tools.torture.campaigns.long import Long
from tools.torture.campaigns.noise import NoiseCampaign
from tools.torture.campaigns.printer import PrinterCampaign
from tools.torture.campaigns.random import Random
from tools.torture.campaigns.skno import SknoCampaign

CAMPAIGNS: dict[str, Campaign] = {
    campaign.name: campaign
    for campaign in (
        Cuts(),
        SknoCampaign(),
        NoiseCampaign(),
        PrinterCampaign(),
        FlashCampaign(),
        Random(),
        Fuzz(),
        Long(),
    )
}
