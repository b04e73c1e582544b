from django.http import HttpResponse


def home(request):
    return HttpResponse("")


editions = editions_json = health = home
