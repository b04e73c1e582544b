from django.urls import path

from agreements import views

urlpatterns = []
